# Sourced by bin/server and bin/client, which set $root: builds what is missing and becomes the JVM.
# shellcheck shell=sh
# shellcheck disable=SC3013 # -nt and -ef: the shells that are called sh have them
# shellcheck disable=SC2154 # root

# The first files that the JVM opens would get the numbers of descriptors that are closed: messages
# would come from them, and replies go to them. Instead there is no input, an output that cannot be
# written, and nobody who reads the errors. (Not every system has /dev/fd.)
[ -e /dev/fd/2 ] || { true 3>&2; } || exec 2>/dev/null
[ -e /dev/fd/0 ] || { true 3<&0; } 2>/dev/null || exec </dev/null
[ -e /dev/fd/1 ] || { true 3>&1; } 2>/dev/null || exec 1</dev/null

# set_up MODULE: sets $main, $jars, and what its JVM is told: $options and $collector. Nothing here is
# called in a $( ), for a fork takes its time.
set_up() {
  # The JVM's own log is off. What it says all the same is none of the program's output: that is why
  # the program finds its stdout at descriptor 3 (see launch). JDK 25 would make code for each call by
  # reflection, of which there are too few.
  options='-Xlog:disable -Xshare:auto --enable-native-access=ALL-UNNAMED
    -XX:+DisplayVMOutputToStderr -Dacuse.stdout=3 -Djdk.reflect.useNativeAccessorOnly=true'
  # Garbage is young here: a small nursery stays in the processor's cache, and thousands of
  # connections take less memory.
  case $1 in
  server)
    main=acuse.server.ServerMain
    collector='-XX:+UseSerialGC -Xmn8m'
    # Netty would start the JDK's flight recorder with its first buffer, and the first client would wait.
    options="$options -Dio.netty.leakDetection.level=disabled -Dio.netty.jfr.enabled=false"
    # With these, Netty counts direct memory itself, and refuses at once when it is used up.
    options="$options --add-opens=java.base/java.nio=ALL-UNNAMED"
    options="$options -Dio.netty.tryReflectionSetAccessible=true"
    ;;
  client)
    main=acuse.client.ClientCommand
    collector='-XX:+UseSerialGC -Xmn12m'
    # It seldom lives long enough to be worth compiling: what has been called 200 times, which is the
    # default, is the JDK's own start. No other program looks for its counters either.
    options="$options -XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=2000 -XX:-UsePerfData"
    ;;
  esac
  jars=$root/$1/target/acuse-$1.jar
  for jar in "$root/$1/target/lib/"*.jar; do jars=$jars:$jar; done
}

# complain SPANISH ENGLISH [WHAT-FOLLOWS-BOTH]
complain() {
  echo "$module: $1 / $2${3:+: $3}" >&2
}

# Sets $java, as the shell would find it; not in a $( ), for a fork takes its time.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    if [ -x "$java" ]; then return; fi
    complain 'no hay Java en JAVA_HOME' 'there is no Java in JAVA_HOME' \
      "$JAVA_HOME (Debian, Ubuntu: apt install default-jdk-headless)"
    return 1
  fi
  folders=${PATH:-/usr/local/bin:/usr/bin:/bin}:
  while [ -n "$folders" ]; do
    folder=${folders%%:*}
    java=${folder:-.}/java
    if [ -f "$java" ] && [ -x "$java" ]; then return; fi
    folders=${folders#*:}
  done
  complain 'falta Java 17 o más nuevo' 'Java 17 or newer is missing' \
    'apt install default-jdk-headless (Debian, Ubuntu)'
  return 1
}

# Whether $java is new enough. One that was is remembered, and not asked again. One that does not tell
# is tried.
is_new_enough() {
  known=
  if [ -r "$root/target/known-java" ]; then read -r known <"$root/target/known-java"; fi
  if [ "$java" -ef "$known" ]; then return; fi
  version=$("$java" -version 2>&1 |
    sed -n 's/^[^"]* version "\(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p')
  if [ "${version:-17}" -lt 17 ]; then
    complain 'hace falta Java 17 o más nuevo' 'Java 17 or newer is needed' \
      "$java: $version (Debian, Ubuntu: apt install default-jdk-headless)"
    return 1
  fi
  if [ -n "$version" ]; then
    { mkdir -p "$root/target" && readlink -f "$java" >"$root/target/known-java"; } 2>/dev/null
  fi
  return 0
}

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
    if command -v flock >/dev/null && ! flock -n 9; then
      if [ -t 2 ]; then echo 'Otra compilación está en marcha… / Another build is running…' >&2; fi
      flock 9
    fi
    is_built "$1" || build || exit
    is_archived "$1" || archive
  ) 9>"$root/target/build-lock"
}

build() {
  if ! command -v mvn >/dev/null; then
    complain 'falta Maven' 'Maven is missing' 'apt install maven (Debian, Ubuntu)'
    return 1
  fi
  if [ -t 2 ]; then echo 'Compilando Acuse… / Building Acuse…' >&2; fi
  touch "$root/target/build-started"
  if ! (cd "$root" && mvn -q -B -DskipTests package) </dev/null >"$root/target/build.log" 2>&1; then
    cat "$root/target/build.log" >&2
    if ! "$java" --list-modules 2>/dev/null | grep -q '^jdk\.compiler'; then
      complain 'este Java no compila; falta un JDK' 'this Java cannot compile; a JDK is missing' \
        'apt install default-jdk-headless (Debian, Ubuntu)'
    fi
    complain 'no se pudo compilar' 'could not be built' 'mvn -DskipTests package'
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
    # shellcheck disable=SC2046 # names are words
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS \
      $(env | sed -n 's/^\(ACUSE_[A-Z_]*\)=.*/\1/p')
    cd "$root/target" || exit
    rm -f classes-* archive.log
    list_classes server talk --lang es --tcp-port 0 --udp-port 0 3>archive.log &
    server=$!
    port() { sed -n "s/^Servidor $1 .*:\([0-9]*\)$/\1/p" archive.log; }
    tries=0
    while [ -z "$(port UDP)" ] && [ "$((tries += 1))" -le 100 ]; do sleep 0.1; done
    (list_classes server help --help)
    for protocol in UDP TCP; do
      port=$(port "$protocol")
      printf 'uno\ndos\n' |
        list_classes client "pipe-$protocol" --protocol "$protocol" --port "$port"
      (list_classes client "word-$protocol" --protocol "$protocol" --port "$port" uno)
    done
    (list_classes client help --help)
    kill "$server"
    wait "$server"
    write_archive server
    write_archive client
  ) </dev/null >/dev/null 2>&1 3>&1
  return 0
}

# list_classes MODULE RUN [ARGUMENT...]: becomes the program, and notes which classes it loads.
list_classes() {
  set_up "$1"
  options="$options $collector -XX:DumpLoadedClassList=classes-$1-$2.lst"
  shift 2
  # shellcheck disable=SC2086 # options are words
  exec "$java" $options -cp "$jars" "$main" "$@"
}

# write_archive MODULE, from the lists of classes. A line that stands there twice makes JDK 17 fail,
# and so does JDK 25 for a number: each list has its own.
write_archive() {
  set_up "$1"
  awk '{ sub(/ id: .*/, "") } !seen[$0]++' "classes-$1-"*.lst >"classes-$1.lst"
  # shellcheck disable=SC2086 # options are words
  "$java" $options $collector -Xshare:dump -XX:SharedClassListFile="classes-$1.lst" \
    -XX:SharedArchiveFile="classes-$1.jsa" -cp "$jars" &&
    mv "classes-$1.jsa" "$root/$1/target/classes.jsa"
}

# The JVM decodes file names by the locale, and takes one that this machine lacks for ASCII. What the
# locale says of the language is kept.
use_utf8() {
  case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
  [Ee][Nn] | [Ee][Nn][_.@-]*) : "${ACUSE_LANG=en}" ;;
  *) : "${ACUSE_LANG=es}" ;;
  esac
  LC_ALL=C.UTF-8
  export ACUSE_LANG LC_ALL
  unset LANGUAGE # by which the system would translate the errors that the program looks at
}

# launch MODULE MORE-JVM-OPTIONS [ARGUMENT...]
launch() {
  module=$1 more=$2
  shift 2
  use_utf8
  find_java && is_new_enough || exit 70
  if ! is_built "$module" || ! is_archived "$module"; then prepare "$module" || exit 70; fi
  set_up "$module"
  archive=$root/$module/target/classes.jsa
  if ! [ -s "$archive" ]; then archive=; fi
  # A JVM takes one garbage collector; who has chosen one has chosen.
  case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} ${ACUSE_JAVA_OPTIONS:-}" in
  *-XX:+Use*GC* | *-XX:Flags=* | *-XX:VMOptionsFile=* | *@*) collector= ;;
  esac
  # The JVM writes its last words, thread dumps and more to its stdout, so that gets our stderr.
  # At a terminal it stays, for the line editor looks for the terminal there.
  exec 3>&1
  case $more in
  *stdin=true*stdout=true*) ;;
  *) exec >&2 ;;
  esac
  set -f # options are words, and no names of files
  # shellcheck disable=SC2086
  exec "$java" $options $collector $more ${archive:+-XX:SharedArchiveFile="$archive"} \
    ${ACUSE_JAVA_OPTIONS:-} -cp "$jars" "$main" "$@"
}
