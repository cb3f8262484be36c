# How a JVM is started that runs one of the programs. Sourced by bin/start.sh, and a part of the package
# `acuse`. They set $name, how the program was called, and the options.
# Each program run on the way costs a start its time, so there are few.
# shellcheck shell=sh
# shellcheck disable=SC2154 # name

options="" options_file="" archive="" compiler=""

# The first files that the JVM opens would get the numbers of descriptors that are closed: messages
# would come from them, and replies go to them.
reserve_descriptors() {
  { true 3>&2; } || exec 2>/dev/null
  { true 3<&0; } 2>/dev/null || exec </dev/null
  { true 3>&1; } 2>/dev/null || exec 1</dev/null
}

find_java() {
  java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")
}

# fail SPANISH ENGLISH WHAT-FOLLOWS-BOTH
fail() {
  echo "$name: $1 / $2: $3" >&2
  exit 70
}

# check_java PACKAGE: ends with a sentence if there is no Java 17 or newer. Sets $java_home, if it is a
# folder with a JVM in it.
check_java() {
  if ! [ -x "$java" ]; then
    if [ -n "${JAVA_HOME:-}" ]; then
      fail 'no hay Java en JAVA_HOME' 'there is no Java in JAVA_HOME' \
        "$JAVA_HOME (Debian, Ubuntu: apt install $1)"
    fi
    fail 'falta Java 17 o más nuevo' 'Java 17 or newer is missing' \
      "apt install $1 (Debian, Ubuntu)"
  fi
  java_home=$(readlink -f -- "$java") && java_home=${java_home%/bin/java}
  version=
  if [ -f "$java_home/lib/modules" ] && [ -r "$java_home/release" ]; then
    while IFS='="' read -r key _ value _; do
      if [ "$key" = JAVA_VERSION ]; then version=$value; fi
    done <"$java_home/release"
  fi
  if [ -z "$version" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/^[^"]* version "\([^"]*\)".*/\1/p')
  fi
  version=${version#1.}
  version=${version%%[!0-9]*}
  if [ "${version:-17}" -lt 17 ]; then
    fail 'hace falta Java 17 o más nuevo' 'Java 17 or newer is needed' \
      "$java: $version (Debian, Ubuntu: apt install $1)"
  fi
}

# choose_compiler PROGRAM ARGUMENT...: what client.jvm leaves out, for the one command that lives long enough to
# be worth compiling, and whose own pace is measured.
choose_compiler() {
  case "$1 ${2:-}" in
  "client bench") compiler="-XX:TieredStopAtLevel=4 -XX:Tier3InvocationThreshold=200" ;;
  esac
}

# start_jvm -jar JAR ARGUMENT...: becomes the JVM. $options are words, $options_file is one more; $archive
# may be empty, or name an empty file.
start_jvm() {
  # The JVM decodes file names by the locale, and the system translates its errors by it. The program
  # needs no more of it than the language.
  export ACUSE_LOCALE="${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" LC_ALL=C.UTF-8
  unset LANGUAGE

  # A JVM takes one garbage collector; who has chosen one has chosen.
  case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} ${ACUSE_JAVA_OPTIONS:-}" in
  *-XX:+Use*GC* | *-XX:Flags=* | *-XX:VMOptionsFile=* | *@*) collector= ;;
  *) collector=-XX:+UseSerialGC ;;
  esac

  # A JVM writes its log to its stdout, so it gets our stderr for that, and the program finds stdout at
  # descriptor 9: a high one, because systemd's sockets begin at 3. At a terminal stdout stays,
  # because the line editor looks there.
  exec 9>&1
  if ! [ -t 0 ] || ! [ -t 1 ]; then exec >&2; fi

  set -f # options are words, and no names of files
  if ! [ -s "$archive" ]; then archive=; fi
  # shellcheck disable=SC2086
  exec "$java" ${options_file:+"$options_file"} ${options:-} $compiler $collector \
    ${archive:+-XX:SharedArchiveFile="$archive"} "-Dacuse.program=$name" \
    ${ACUSE_JAVA_OPTIONS:-} "$@"
}
