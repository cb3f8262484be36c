# What the scripts that build packages share: sourced by dist/*/build, which Maven calls.
# shellcheck shell=sh
# shellcheck disable=SC2034 # netty_arch, oci_arch, runtime_arch
set -eu
export LC_ALL=C

dist=$(CDPATH="" cd -P -- "$(dirname "$0")/.." && pwd)
root=${dist%/*}
target=$dist/target

# skip_without PACKAGE COMMAND...: ends the script with a line that names the commands that are missing.
skip_without() {
  package=$1 missing=
  shift
  for command; do
    command -v "$command" >/dev/null || missing="$missing $command"
  done
  if [ -n "$missing" ]; then
    echo "dist: no $package: missing:$missing"
    exit 0
  fi
}

# The machine's name in the names of Netty's native libraries.
case $(uname -m) in
x86_64) netty_arch=x86_64 oci_arch=amd64 runtime_arch=x64 ;;
aarch64) netty_arch=aarch_64 oci_arch=arm64 runtime_arch=aarch64 ;;
*) netty_arch=$(uname -m) oci_arch=$(uname -m) runtime_arch=$(uname -m) ;;
esac

# natives FOLDER: Netty's native libraries for this machine, beside the jar. A program then has nothing to
# unpack, so it can do without a folder to write to.
natives() {
  mkdir -p "$1"
  for transport in epoll io_uring42; do
    file=META-INF/native/libnetty_transport_native_${transport}_$netty_arch.so
    unzip -q -o -j "$target/acuse.jar" "$file" -d "$1" || [ $? = 11 ] # not for this machine
  done
}

# program FOLDER: the jar, and what the start scripts read.
program() {
  mkdir -p "$1"
  cp "$target/acuse.jar" "$root/bin/jvm.sh" "$dist/src/main/sh/program.sh" "$1"
  # Comments cost a start a little time.
  for options in server.jvm client.jvm; do
    grep -v -e '^#' -e '^$' "$root/bin/$options" >"$1/$options"
  done
}

# same_times FOLDER: modes as everybody may read them, and the time of the release, so that two builds are equal.
same_times() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# sorted_tar FOLDER: to stdout.
sorted_tar() {
  tar --sort=name --format=posix --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
    --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$@"
}
