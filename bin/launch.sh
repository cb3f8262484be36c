# Sourced by bin/server and bin/client, which set $root: builds what is missing and becomes the JVM.
# shellcheck shell=sh

java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# What each program's JVM is told. Its own log is off, for it would go to stdout. Garbage is young
# here: a small nursery stays in the processor's cache, and thousands of connections take less memory.
# Netty would start the JDK's flight recorder with its first buffer, and the first client would wait.
# The client seldom lives long enough to be worth compiling: what has been called 200 times, which is
# the default, is the JDK's own start. No other program looks for its counters either.
server_options='-Xlog:disable -Xshare:auto --enable-native-access=ALL-UNNAMED
  -XX:+UseSerialGC -Xmn8m -Dio.netty.leakDetection.level=disabled -Dio.netty.jfr.enabled=false
  --add-opens=java.base/java.nio=ALL-UNNAMED -Dio.netty.tryReflectionSetAccessible=true'
client_options='-Xlog:disable -Xshare:auto --enable-native-access=ALL-UNNAMED
  -XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=2000 -XX:-UsePerfData
  -XX:+UseSerialGC -Xmn12m'

# Whether module $1 is built, and nothing that it is made of has changed since.
is_built() {
  [ -f "$root/$1/target/acuse-$1.jar" ] && [ -f "$root/$1/target/lib/acuse-common.jar" ] &&
    [ -z "$(find "$root/pom.xml" "$root/common/pom.xml" "$root/common/src/main" \
      "$root/$1/pom.xml" "$root/$1/src/main" \
      -newer "$root/$1/target/acuse-$1.jar" -print -quit)" ]
}

# Whether module $1 has its class-data archive, which more than halves the time to start. A failed
# attempt counts: it leaves an empty file.
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

# Lets both programs talk once, and show their help, to see which classes they need; then keeps what
# the JVM makes of these (JEP 310). Whatever goes wrong, programs start without.
#
# It is a whole ("static") archive, with the JDK's classes in it: one on top of the JDK's own takes
# no class files as old as picocli's, which are half of what a command line needs.
archive() {
  # A new file each: programs that run have the old one mapped, and would die of an empty page.
  for module in server client; do
    rm -f "$root/$module/target/classes.jsa"
    : >"$root/$module/target/classes.jsa"
  done
  (
    unset JDK_JAVA_OPTIONS $(env | sed -n 's/^\(ACUSE_[A-Z_]*\)=.*/\1/p')
    cd "$root/target" || exit
    rm -f classes-* archive.log
    find_jars server
    ACUSE_LANG=es "$java" $server_options -XX:DumpLoadedClassList=classes-server-talk.lst \
      -cp "$jars" acuse.server.ServerMain --tcp-port 0 --udp-port 0 >archive.log &
    server=$!
    port() { sed -n "s/^Servidor $1 .*:\([0-9]*\)$/\1/p" archive.log; }
    tries=0
    while [ -z "$(port UDP)" ] && [ "$((tries += 1))" -le 100 ]; do sleep 0.1; done
    "$java" $server_options -XX:DumpLoadedClassList=classes-server-help.lst \
      -cp "$jars" acuse.server.ServerMain --help
    find_jars client
    for protocol in UDP TCP; do
      printf 'uno\ndos\n' |
        "$java" $client_options -XX:DumpLoadedClassList="classes-client-pipe-$protocol.lst" \
          -cp "$jars" acuse.client.ClientCommand \
          --protocol "$protocol" --port "$(port "$protocol")"
      "$java" $client_options -XX:DumpLoadedClassList="classes-client-word-$protocol.lst" \
        -cp "$jars" acuse.client.ClientCommand \
        --protocol "$protocol" --port "$(port "$protocol")" uno
    done
    "$java" $client_options -XX:DumpLoadedClassList=classes-client-help.lst \
      -cp "$jars" acuse.client.ClientCommand --help
    kill "$server"
    wait "$server"
    write_archive server "$server_options"
    write_archive client "$client_options"
  ) </dev/null >/dev/null 2>&1
  return 0
}

# write_archive MODULE JVM-OPTIONS, from the lists of classes. A line that stands there twice makes
# JDK 17 fail, and so does JDK 25 for a number: each list has its own.
write_archive() {
  find_jars "$1"
  awk '{ sub(/ id: .*/, "") } !seen[$0]++' "classes-$1-"*.lst >"classes-$1.lst"
  "$java" $2 -Xshare:dump -XX:SharedClassListFile="classes-$1.lst" \
    -XX:SharedArchiveFile="classes-$1.jsa" -cp "$jars" &&
    mv "classes-$1.jsa" "$root/$1/target/classes.jsa"
}

# Sets $jars to the class path of module $1. Not to be called in a $( ): a fork takes its time.
find_jars() {
  jars=$root/$1/target/acuse-$1.jar
  for jar in "$root/$1/target/lib/"*.jar; do jars=$jars:$jar; done
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
  find_jars "$module"
  archive=$root/$module/target/classes.jsa
  if ! [ -s "$archive" ]; then archive=; fi
  # shellcheck disable=SC2086 # options are words
  exec "$java" $options ${archive:+-XX:SharedArchiveFile="$archive"} ${ACUSE_JAVA_OPTIONS:-} \
    -cp "$jars" "$main" "$@"
}
