package acuse.server.listen;

import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The process that holds a port, as Linux tells it: /proc/net names the socket's inode, and one of
 * /proc/PID/fd/* leads to that inode (proc(5)). Other systems, and processes of other users, tell
 * nothing.
 *
 * @param pid the process
 * @param command its command line, arguments separated by spaces, or its name where that is empty
 */
public record PortHolder(long pid, String command) {
  private static final Path PROC = Path.of("/proc");

  /** Columns of /proc/net/tcp and its kin. */
  private static final int LOCAL_ADDRESS = 1;

  private static final int STATE = 3;
  private static final int INODE = 9;

  private static final String TCP_LISTEN = "0A";
  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** Finds who stands in the way of a socket on {@code address}. */
  public static Optional<PortHolder> of(Protocol protocol, InetSocketAddress address) {
    try {
      Set<String> sockets = new HashSet<>();
      String table = protocol.name().toLowerCase(Locale.ROOT);
      addSockets(PROC.resolve("net").resolve(table), protocol, address, sockets);
      addSockets(PROC.resolve("net").resolve(table + "6"), protocol, address, sockets);
      return sockets.isEmpty() ? Optional.empty() : findOwner(sockets);
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
  }

  private static void addSockets(
      Path table, Protocol protocol, InetSocketAddress address, Set<String> sockets)
      throws IOException {
    if (!Files.isReadable(table)) {
      return;
    }
    for (String line : Files.readAllLines(table)) {
      List<String> columns = SPACES.splitAsStream(line.trim()).toList();
      if (columns.size() > INODE
          && (protocol == Protocol.UDP || columns.get(STATE).equals(TCP_LISTEN))
          && clashes(columns.get(LOCAL_ADDRESS), address)) {
        sockets.add("socket:[" + columns.get(INODE) + "]");
      }
    }
  }

  /** {@code 0100007F:FF98} is 127.0.0.1:65432: each 32-bit word in the machine's byte order. */
  private static boolean clashes(String local, InetSocketAddress address) throws IOException {
    int colon = local.indexOf(':');
    if (colon < 0 || Integer.parseInt(local.substring(colon + 1), 16) != address.getPort()) {
      return false;
    }
    InetAddress held = parseAddress(local.substring(0, colon));
    InetAddress wanted = address.getAddress();
    return held.isAnyLocalAddress() || wanted.isAnyLocalAddress() || held.equals(wanted);
  }

  private static InetAddress parseAddress(String words) throws IOException {
    byte[] bytes = new byte[words.length() / 2];
    boolean littleEndian = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < bytes.length; i++) {
      int at = littleEndian ? (i / 4 * 4) + (3 - i % 4) : i;
      bytes[i] = (byte) Integer.parseInt(words.substring(2 * at, 2 * at + 2), 16);
    }
    return InetAddress.getByAddress(bytes);
  }

  private static Optional<PortHolder> findOwner(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holdsOneOf(sockets, process)) {
          return Optional.of(
              new PortHolder(Long.parseLong(process.getFileName().toString()), command(process)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holdsOneOf(Set<String> sockets, Path process) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(linkTarget(descriptor))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's process, or one that has just ended.
    }
    return false;
  }

  private static String linkTarget(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed since it was listed
    }
  }

  private static String command(Path process) throws IOException {
    String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    return line.isEmpty()
        ? Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).trim()
        : line.replace('\0', ' ').trim();
  }
}
