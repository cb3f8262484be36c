#!/bin/sh
# Starts Acuse from its Debian package. Called acuse-server or acuse-client, or with server or client as its
# first word, it runs that program.
# shellcheck disable=SC2034 # natives, archive and so on
# shellcheck disable=SC3013 # -ef: the shells that are called sh have it
share=/usr/share/acuse
cache=/var/cache/acuse
# shellcheck source=bin/jvm.sh
. $share/jvm.sh
# shellcheck source=dist/src/main/sh/program.sh
. $share/program.sh

reserve_descriptors
choose_program "$0" "$@"
shift "$words"
find_java

# The archives are for the Java that was there when they were made. Another one starts without.
{ read -r known <$cache/java; } 2>/dev/null
if [ -n "$program" ] && [ "$java" -ef "${known:-}" ]; then
  archive=$cache/$program.jsa
else
  check_java default-jre-headless
fi

jar=$share/acuse.jar
natives=/usr/lib/acuse
server_file=@$share/server.jvm
client_file=@$share/client.jvm
start_program "$@"
