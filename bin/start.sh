# Sourced by bin/server and bin/client, which set $program and $self: becomes the JVM that runs it.
# Each program run on the way costs a start its time, so there is only find(1).
# shellcheck shell=sh
# shellcheck disable=SC2154 # program, self
# shellcheck disable=SC3013 # -ef: the shells that are called sh have it

# The first files that the JVM opens would get the numbers of descriptors that are closed: messages
# would come from them, and replies go to them.
{ true 3>&2; } || exec 2>/dev/null
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&1; } 2>/dev/null || exec 1</dev/null

root=$(CDPATH="" cd -P -- "${self%/*}/.." && pwd) || exit 70
java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")
jar=$root/$program/target/acuse-$program.jar
archive=$root/$program/target/classes.jsa

# Whether it is built, and nothing that it is made of has changed since.
is_built() {
  [ -f "$jar" ] && [ -z "$(find "$root/pom.xml" "$root/common/pom.xml" "$root/common/src/main" \
    "$root/$program/pom.xml" "$root/$program/src/main" -newer "$root/target/built" -print -quit 2>&1)" ]
}

# Whether its archive is for this Java, which the build leaves behind, and for these jars. A failed
# attempt counts: it leaves an empty file.
is_archived() {
  { read -r known <"$root/target/built"; } 2>/dev/null
  [ "$java" -ef "${known:-}" ] && [ -f "$archive" ] && ! [ "$jar" -nt "$archive" ] &&
    ! [ "${jar%/*}/lib/acuse-common.jar" -nt "$archive" ]
}

# shellcheck source=bin/build.sh
if ! is_archived || ! is_built; then . "$root/bin/build.sh"; fi

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
exec "$java" "@$root/bin/$program.jvm" $collector ${archive:+-XX:SharedArchiveFile="$archive"} \
  ${ACUSE_JAVA_OPTIONS:-} -jar "$jar" "$@"
