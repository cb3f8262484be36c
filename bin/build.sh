# Sourced by bin/start.sh when something is missing: lets Maven build, or says what Maven would need.
# shellcheck shell=sh
# shellcheck disable=SC2154 # root, program, java

# say SPANISH ENGLISH, to people and not to log files
say() {
  if [ -t 2 ]; then echo "$1 / $2" >&2; fi
}

check_java default-jdk-headless

build() {
  if ! command -v mvn >/dev/null; then
    fail 'falta Maven' 'Maven is missing' 'apt install maven (Debian, Ubuntu)'
  fi
  say 'Compilando Acuse…' 'Building Acuse…'
  log=$root/target/build.log
  if (cd "$root" && mvn -q -B -DskipTests package) </dev/null >"$log" 2>&1; then return; fi
  cat "$log" >&2
  if ! "$java" --list-modules 2>/dev/null | grep -q '^jdk\.compiler'; then
    fail 'este Java no compila; falta un JDK' 'this Java cannot compile; a JDK is missing' \
      'apt install default-jdk-headless (Debian, Ubuntu)'
  fi
  fail 'no se pudo compilar' 'could not be built' 'mvn -DskipTests package'
}

# Of two programs that are started at once, the second waits, and finds nothing left to do.
if ! is_built; then
  (
    mkdir -p "$root/target" && exec 9>"$root/target/build-lock" || exit 70
    if command -v flock >/dev/null && ! flock -n 9; then
      say 'Otra compilación está en marcha…' 'Another build is running…'
      flock 9
    fi
    is_built || build
  ) || exit 70
fi

# Maven may have run on another Java, or have built this program alone. A JVM uses no archive but those
# that it has made of the same jars.
if ! is_archived && [ -w "$root/target" ]; then
  "$java" -cp "$root/training/target/acuse-training.jar" acuse.training.ClassDataArchives \
    "$root" >/dev/null 2>&1 </dev/null
fi
