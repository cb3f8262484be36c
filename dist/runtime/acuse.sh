#!/bin/sh
# Starts Acuse from the folder that holds its own Java runtime. Called acuse-server or acuse-client, or with
# server or client as its first word, it runs that program.
# shellcheck disable=SC2034 # natives, server_file and so on
self=$0
if [ -h "$self" ]; then self=$(readlink -f -- "$self"); fi
case $self in */*) ;; *) self=./$self ;; esac
home=$(CDPATH="" cd -P -- "${self%/*}/.." && pwd) || exit 70
# shellcheck source=bin/jvm.sh
. "$home/lib/jvm.sh"
# shellcheck source=dist/src/main/sh/program.sh
. "$home/lib/program.sh"
# shellcheck source=dist/src/main/sh/archive.sh
. "$home/lib/archive.sh"

reserve_descriptors
choose_program "$0" "$@"
shift "$words"
java=$home/runtime/bin/java
jar=$home/lib/acuse.jar
find_archive
natives=$home/lib
server_file=@$home/lib/server.jvm
client_file=@$home/lib/client.jvm
start_program "$@"
