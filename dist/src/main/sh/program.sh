# Which of the two programs is meant, and how it starts. A part of each package that is installed; it goes with
# bin/jvm.sh. They set $jar, and the JVM's options for each program.
# shellcheck shell=sh
# shellcheck disable=SC2034 # options, options_file
# shellcheck disable=SC2154 # jar, server_options and so on

natives="" server_options="" client_options="" server_file="" client_file=""

# choose_program "$0" "$@": sets $program, empty for neither, $name, how it was called, and $words, how many
# arguments were a part of that.
choose_program() {
  name=${1##*/} words=0
  case $name in
  server | *-server) program=server ;;
  client | *-client) program=client ;;
  *)
    case ${2:-} in
    server | client)
      program=$2
      if [ "$2 ${3:-}" = "client completion" ]; then
        program= # it is for both programs
      else
        name="$name $2" words=1
      fi
      ;;
    *) program= ;;
    esac
    ;;
  esac
}

# start_program ARGUMENT...: becomes the JVM. $natives may be a folder with Netty's native libraries, which it
# would have to unpack otherwise.
start_program() {
  case $program in
  server) options=$server_options options_file=$server_file ;;
  *) options=$client_options options_file=$client_file ;;
  esac
  choose_compiler "$program" "$@"
  # The jar's manifest opens a package for the server. Java takes 8 ms for that, so the client, which needs
  # no more of the manifest than access to native code, starts without it.
  case $program in
  server) start_jvm ${natives:+"-Djava.library.path=$natives"} -jar "$jar" server "$@" ;;
  client) start_jvm --enable-native-access=ALL-UNNAMED -cp "$jar" acuse.client.ClientMain "$@" ;;
  *) start_jvm -jar "$jar" "$@" ;;
  esac
  exit 70
}
