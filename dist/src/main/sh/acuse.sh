#!/bin/sh
# Acuse: this script, and after it the jar that it starts. Called acuse-server or acuse-client, or with
# one of these words first, it runs that program.
# shellcheck disable=SC2034 # server_options, client_options

@JVM@
@PROGRAM@
@ARCHIVE@

reserve_descriptors

jar=$0
if [ -h "$jar" ]; then jar=$(readlink -f -- "$jar"); fi
case $jar in
/*) ;;
*/*) jar=$(CDPATH="" cd -P -- "${jar%/*}" && pwd)/${jar##*/} || exit 70 ;;
*) jar=$(pwd)/$jar ;;
esac

choose_program "$0" "$@"
shift "$words"
find_java
find_archive
server_options="@SERVER_OPTIONS@"
client_options="@CLIENT_OPTIONS@"
start_program "$@"
