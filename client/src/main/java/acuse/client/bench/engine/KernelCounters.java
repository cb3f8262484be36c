package acuse.client.bench.engine;

import acuse.client.bench.result.SystemCounters;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads what the kernel counted in this network namespace (/proc/net/snmp, proc(5); the names are
 * those of RFC 4113 and RFC 4022), and how long our own garbage collector paused.
 */
final class KernelCounters {
  private static final Path SNMP = Path.of("/proc/net/snmp");
  private static final long NONE = -1;

  private KernelCounters() {}

  /** As it stands now. */
  static SystemCounters read() {
    List<String> lines;
    try {
      lines = Files.readAllLines(SNMP);
    } catch (IOException e) {
      lines = List.of(); // another system than Linux
    }
    return new SystemCounters(
        value(lines, "Udp:", "RcvbufErrors"),
        value(lines, "Udp:", "SndbufErrors"),
        value(lines, "Tcp:", "RetransSegs"),
        gcPauseMillis());
  }

  /** What came to it since {@code before}. */
  static SystemCounters since(SystemCounters before) {
    SystemCounters now = read();
    return new SystemCounters(
        difference(now.udpReceiveBufferErrors(), before.udpReceiveBufferErrors()),
        difference(now.udpSendBufferErrors(), before.udpSendBufferErrors()),
        difference(now.tcpRetransmissions(), before.tcpRetransmissions()),
        now.gcPauseMillis() - before.gcPauseMillis());
  }

  private static long difference(long now, long before) {
    return now == NONE || before == NONE ? NONE : now - before;
  }

  /** Each protocol has a line of names and then a line of values. */
  static long value(List<String> lines, String protocol, String name) {
    String[] names = null;
    for (String line : lines) {
      if (!line.startsWith(protocol)) {
        continue;
      }
      String[] words = line.split(" ", -1);
      if (names == null) {
        names = words;
        continue;
      }
      for (int i = 1; i < Math.min(names.length, words.length); i++) {
        if (names[i].equals(name)) {
          return Long.parseLong(words[i]);
        }
      }
    }
    return NONE;
  }

  private static long gcPauseMillis() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    return millis;
  }
}
