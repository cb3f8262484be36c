# Sourced by bin/server and bin/client, which set $root: builds what is missing and becomes the JVM.
# shellcheck shell=sh

# Whether module $1 is built, and nothing that it is made of has changed since.
is_built() {
  [ -f "$root/$1/target/acuse-$1.jar" ] &&
    [ -z "$(find "$root/pom.xml" "$root/common/pom.xml" "$root/common/src/main" \
      "$root/$1/pom.xml" "$root/$1/src/main" \
      -newer "$root/$1/target/acuse-$1.jar" -print -quit)" ]
}

# Two programs started at once build one after the other, and the second finds nothing left to do.
build() {
  mkdir -p "$root/target" || return
  (
    if command -v flock >/dev/null; then flock 9; fi
    if is_built "$1"; then exit 0; fi
    if [ -t 2 ]; then echo 'Compilando Acuse… / Building Acuse…' >&2; fi
    touch "$root/target/build-started"
    if ! (cd "$root" && mvn -q -B -DskipTests package) </dev/null >"$root/target/build.log" 2>&1
    then
      cat "$root/target/build.log" >&2
      exit 1
    fi
    # A source that is edited during the build is newer than this.
    for module in server client; do
      touch -r "$root/target/build-started" "$root/$module/target/acuse-$module.jar"
    done
  ) 9>"$root/target/build-lock"
}

# The JVM decodes arguments by the locale, and one that is not UTF-8 would spoil them. What the locale
# says of the language is kept.
use_utf8() {
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
  *)
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    en | en[_.@-]*) : "${ACUSE_LANG:=en}" ;;
    *) : "${ACUSE_LANG:=es}" ;;
    esac
    LC_ALL=C.UTF-8
    export ACUSE_LANG LC_ALL
    ;;
  esac
}

# launch MODULE MAIN-CLASS JVM-OPTIONS [ARGUMENT...]
launch() {
  module=$1 main=$2 options=$3
  shift 3
  if ! is_built "$module" && ! build "$module"; then
    echo "$module: no se pudo compilar / could not be built: mvn -DskipTests package" >&2
    exit 70
  fi
  use_utf8
  classpath=$root/$module/target/acuse-$module.jar
  for jar in "$root/$module/target/lib/"*.jar; do
    classpath=$classpath:$jar
  done
  # shellcheck disable=SC2086 # options are words
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" $options ${ACUSE_JAVA_OPTIONS:-} \
    -cp "$classpath" "$main" "$@"
}
