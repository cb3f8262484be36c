package acuse.client.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Wireshark's program for terminals, with checksums looked at. */
final class Tshark {
  /** Packets that something is wrong with. */
  static final String COMPLAINTS =
      "tcp.analysis.flags || ip.checksum.status == 0 || tcp.checksum.status == 0"
          + " || udp.checksum.status == 0 || _ws.malformed";

  private Tshark() {}

  /** Of each packet that {@code filter} lets through, these fields, with commas in between. */
  static List<String> fields(Path file, String filter, String... fields) {
    Stream<String> words = Stream.of("-Y", filter, "-T", "fields", "-E", "separator=,");
    Stream<String> named = Stream.of(fields).flatMap(field -> Stream.of("-e", field));
    return read(file, Stream.concat(words, named).toArray(String[]::new)).out().lines().toList();
  }

  /** Reads a file with these arguments. */
  static Finished read(Path file, String... arguments) {
    List<String> words = new ArrayList<>(List.of("-r", file.toString()));
    for (String protocol : List.of("ip", "tcp", "udp")) {
      words.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
    }
    words.addAll(List.of(arguments));
    return Tool.TSHARK.start(words.toArray(new String[0])).finish();
  }
}
