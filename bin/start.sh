# Sourced by bin/server and bin/client, which set $program and $self: becomes the JVM that runs it.
# shellcheck shell=sh
# shellcheck disable=SC2034 # name, options_file
# shellcheck disable=SC2154 # program, self
# shellcheck disable=SC3013 # -ef: the shells that are called sh have it

# shellcheck source=bin/jvm.sh
. "${self%/*}/jvm.sh"
reserve_descriptors

name=$program
root=$(CDPATH="" cd -P -- "${self%/*}/.." && pwd) || exit 70
find_java
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

options_file=@$root/bin/$program.jvm
choose_compiler "$program" "$@"
start_jvm -jar "$jar" "$@"
