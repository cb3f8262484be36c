# The class-data archive of those who have no package manager. A part of the package `acuse`, and of the one
# with a Java runtime. They set $jar, $java, $java_home and $program.
# shellcheck shell=sh
# shellcheck disable=SC2034 # archive
# shellcheck disable=SC2154 # jar, java, java_home, program
# shellcheck disable=SC3013,SC3067 # -ef, -O: the shells that are called sh have them

# The class-data archive stands in the user's cache folder, and beside it a file that says of which Java
# and of which jar it was made. After a failed attempt there is only that file, so it is not repeated.
cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
folder=$cache/acuse

# look JAVA-HOME: sets $state, how the files are that the archive is made of. Fails if anybody else could
# write to the folder: an archive decides what the JVM runs.
look() {
  state=
  [ -O "$cache/." ] && [ -O "$folder/." ] || return 1
  listing=$(LC_ALL=C ls -dlncL -- "$cache/." "$folder/." "$jar" "$1/lib/modules" 2>/dev/null) || return 1
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
      if nice "$java" -cp "$jar" acuse.dist.ClassDataArchive "$program" "$wanted.jsa.new"; then
        mv -f "$wanted.jsa.new" "$wanted.jsa"
      else
        rm -f "$wanted.jsa.new" "$wanted.jsa"
      fi
      mv -f "$wanted.made.new" "$wanted.made"
    ) </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  )
}

# Sets $archive if there is one for this Java and this jar; else has it made for the next start.
find_archive() {
  wanted=$folder/$program$jar$java
  case $program$cache$java in
  server/*/* | client/*/*) ;;
  *)
    check_java default-jre-headless
    return
    ;;
  esac
  if is_archived; then
    archive=$wanted.jsa
  else
    check_java default-jre-headless
    make_archive
  fi
}
