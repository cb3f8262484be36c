# Sourced by bin/server and bin/client, which set $root: builds what is missing and becomes the JVM.
# shellcheck shell=sh

java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# What each program's JVM is told. Its own log is off, for it would go to stdout.
server_options='-Xlog:disable -Xshare:auto --enable-native-access=ALL-UNNAMED
  -XX:+UseSerialGC -Dio.netty.leakDetection.level=disabled'
client_options='-Xlog:disable -Xshare:auto --enable-native-access=ALL-UNNAMED
  -XX:TieredStopAtLevel=1 -XX:+UseSerialGC'

# Whether module $1 is built, and nothing that it is made of has changed since.
is_built() {
  [ -f "$root/$1/target/acuse-$1.jar" ] && [ -f "$root/$1/target/lib/acuse-common.jar" ] &&
    [ -z "$(find "$root/pom.xml" "$root/common/pom.xml" "$root/common/src/main" \
      "$root/$1/pom.xml" "$root/$1/src/main" \
      -newer "$root/$1/target/acuse-$1.jar" -print -quit)" ]
}

# Whether module $1 has its class-data archive, which halves the time to start. A failed attempt
# counts: it leaves an empty file.
is_archived() {
  [ "$root/$1/target/classes.jsa" -nt "$root/$1/target/acuse-$1.jar" ]
}

# Two programs started at once build one after the other, and the second finds nothing left to do.
prepare() {
  mkdir -p "$root/target" || return
  (
    if command -v flock >/dev/null; then flock 9; fi
    is_built "$1" || build || exit
    is_archived "$1" || archive
  ) 9>"$root/target/build-lock"
}

build() {
  if [ -t 2 ]; then echo 'Compilando Acuse… / Building Acuse…' >&2; fi
  touch "$root/target/build-started"
  if ! (cd "$root" && mvn -q -B -DskipTests package) </dev/null >"$root/target/build.log" 2>&1; then
    cat "$root/target/build.log" >&2
    return 1
  fi
  # A source that is edited during the build is newer than this.
  for module in server client; do
    touch -r "$root/target/build-started" "$root/$module/target/acuse-$module.jar"
  done
}

# Lets both programs talk once, and keeps what the JVM made of their classes (JEP 350). Whatever goes
# wrong, programs start without.
archive() {
  for module in server client; do : >"$root/$module/target/classes.jsa"; done
  (
    unset JDK_JAVA_OPTIONS $(env | sed -n 's/^\(ACUSE_[A-Z_]*\)=.*/\1/p')
    new=$root/target/classes-new
    rm -f "$root/target/archive.log"
    ACUSE_LANG=es "$java" $server_options -XX:ArchiveClassesAtExit="$new-server.jsa" \
      -cp "$(classpath server)" acuse.server.ServerCommand \
      --tcp-port 0 --udp-port 0 >"$root/target/archive.log" &
    server=$!
    port() { sed -n "s/^Servidor $1 .*:\([0-9]*\)$/\1/p" "$root/target/archive.log"; }
    tries=0
    while [ -z "$(port UDP)" ] && [ "$((tries += 1))" -le 100 ]; do sleep 0.1; done
    for protocol in UDP TCP; do
      # The second archive is the one that stays: the client's TCP conversation starts fastest.
      printf 'uno\ndos\n' |
        "$java" $client_options -XX:ArchiveClassesAtExit="$new-client.jsa" \
          -cp "$(classpath client)" acuse.client.ClientCommand \
          --protocol "$protocol" --port "$(port "$protocol")"
    done
    kill "$server"
    wait "$server"
    for module in server client; do
      mv "$new-$module.jsa" "$root/$module/target/classes.jsa"
    done
  ) </dev/null >/dev/null 2>&1
  return 0
}

classpath() {
  jars=$root/$1/target/acuse-$1.jar
  for jar in "$root/$1/target/lib/"*.jar; do jars=$jars:$jar; done
  printf %s "$jars"
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
  if ! is_built "$module" || ! is_archived "$module"; then
    if ! prepare "$module"; then
      echo "$module: no se pudo compilar / could not be built: mvn -DskipTests package" >&2
      exit 70
    fi
  fi
  use_utf8
  # shellcheck disable=SC2086 # options are words
  exec "$java" $options -XX:SharedArchiveFile="$root/$module/target/classes.jsa" \
    ${ACUSE_JAVA_OPTIONS:-} -cp "$(classpath "$module")" "$main" "$@"
}
