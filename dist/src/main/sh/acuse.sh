#!/bin/sh
# Acuse: this script, and after it the jar that it starts. Called acuse-server or acuse-client, or with
# one of these words first, it runs that program.
# shellcheck disable=SC2034 # options
# shellcheck disable=SC3013,SC3067 # -ef, -O: the shells that are called sh have them

@JVM@

reserve_descriptors

self=$0
if [ -h "$self" ]; then self=$(readlink -f -- "$self"); fi
case $self in
/*) ;;
*/*) self=$(CDPATH="" cd -P -- "${self%/*}" && pwd)/${self##*/} || exit 70 ;;
*) self=$(pwd)/$self ;;
esac

name=${0##*/}
case $name in
server | *-server)
  program=server
  ;;
client | *-client)
  program=client
  ;;
*)
  program=${1:-}
  case $program in
  client)
    if [ "${2:-}" = completion ]; then
      program= # for both programs
    else
      name="$name client"
      shift
    fi
    ;;
  server)
    name="$name server"
    shift
    ;;
  *) program= ;;
  esac
  ;;
esac
# The class-data archive stands in the user's cache folder, and beside it a file that says of which Java
# and of which jar it was made. After a failed attempt there is only that file, so it is not repeated.
cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
folder=$cache/acuse

# look JAVA-HOME: sets $state, how the files are that the archive is made of. Fails if anybody else could
# write to the folder: an archive decides what the JVM runs.
look() {
  state=
  [ -O "$cache/." ] && [ -O "$folder/." ] || return 1
  listing=$(LC_ALL=C ls -dlncL -- "$cache/." "$folder/." "$self" "$1/lib/modules" 2>/dev/null) || return 1
  while IFS= read -r line; do
    case $line in
    -*) state="$state$line;" ;;
    d????-??-*) ;;
    *) return 1 ;;
    esac
  done <<END
$listing
END
}

is_archived() {
  { read -r known && read -r made; } 2>/dev/null <"$wanted.made" &&
    [ "$java" -ef "$known/bin/java" ] && look "$known" && [ "$state" = "$made" ]
}

# In the background, and without the descriptors of the program, whose ends others wait for.
make_archive() {
  if [ -e "$cache" ]; then above=$cache; else above=${cache%/*}; fi
  [ -O "$above/." ] && [ -w "$above/." ] && [ -f "$java_home/lib/modules" ] || return 0
  (
    (
      umask 077
      unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
      mkdir -p "$folder" && look "$java_home" && mkdir -p "${wanted%/*}" || exit
      if ! mkdir "$wanted.lock"; then # of another start, or left behind by one that was killed
        if [ -n "$(find "$wanted.lock" -prune -mmin +5)" ]; then rmdir "$wanted.lock"; fi
        exit
      fi
      trap 'rmdir "$wanted.lock"' EXIT
      trap exit HUP INT TERM
      printf '%s\n' "$java_home" "$state" >"$wanted.made.new" || exit
      if nice "$java" -cp "$self" acuse.dist.ClassDataArchive "$program" "$wanted.jsa.new"; then
        mv -f "$wanted.jsa.new" "$wanted.jsa"
      else
        rm -f "$wanted.jsa.new" "$wanted.jsa"
      fi
      mv -f "$wanted.made.new" "$wanted.made"
    ) </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  )
}

find_java
wanted=$folder/$program$self$java
case $program$cache$java in
server/*/* | client/*/*)
  if is_archived; then
    archive=$wanted.jsa
  else
    check_java default-jre-headless
    make_archive
  fi
  ;;
*) check_java default-jre-headless ;;
esac

# The jar's manifest opens a package for the server. Java takes 8 ms for that, so the client, which needs
# no more of the manifest than access to native code, starts without it.
case $program in
server)
  options="@SERVER_OPTIONS@"
  start_jvm -jar "$self" server "$@"
  ;;
client)
  options="@CLIENT_OPTIONS@"
  start_jvm --enable-native-access=ALL-UNNAMED -cp "$self" acuse.client.ClientMain "$@"
  ;;
*)
  options="@CLIENT_OPTIONS@"
  start_jvm -jar "$self" "$@"
  ;;
esac
exit 70
