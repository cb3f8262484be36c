package acuse.server.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures of the operating system and the JVM about this process, under the names that all clients
 * of Prometheus use. A figure that a system does not have is left out; Linux tells all of it, in
 * proc(5).
 */
final class ProcessMetrics {
  private static final Path PROC = Path.of("/proc/self");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
  private static final Pattern VIRTUAL = Pattern.compile("(?m)^VmSize:\\s+(\\d+) kB");
  private static final Pattern MAX_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+)");
  private static final long BYTES_PER_KB = 1024;

  private ProcessMetrics() {}

  static void write(MetricsWriter out) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    self.startInstant().ifPresent(start -> writeStart(out, start));
    self.totalCpuDuration().ifPresent(time -> writeCpu(out, time));
    number("status", RESIDENT)
        .ifPresent(
            kilobytes ->
                out.gauge("process_resident_memory_bytes", "Resident memory size in bytes.")
                    .sample(kilobytes * BYTES_PER_KB));
    number("status", VIRTUAL)
        .ifPresent(
            kilobytes ->
                out.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.")
                    .sample(kilobytes * BYTES_PER_KB));
    openFiles()
        .ifPresent(
            count ->
                out.gauge("process_open_fds", "Number of open file descriptors.").sample(count));
    number("limits", MAX_FILES)
        .ifPresent(
            count ->
                out.gauge("process_max_fds", "Maximum number of open file descriptors.")
                    .sample(count));
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    out.gauge("jvm_memory_used_bytes", "Used bytes of a JVM memory area.")
        .sample(memory.getHeapMemoryUsage().getUsed(), "area", "heap")
        .sample(memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap");
  }

  private static void writeStart(MetricsWriter out, Instant start) {
    out.gauge("process_start_time_seconds", "Start time of the process since the Unix epoch.")
        .sample(start.toEpochMilli() / 1000.0);
  }

  private static void writeCpu(MetricsWriter out, Duration time) {
    out.counter("process_cpu_seconds", "Total user and system CPU time spent in seconds.")
        .sample(time.toMillis() / 1000.0);
  }

  private static Optional<Long> number(String file, Pattern line) {
    try {
      Matcher found =
          line.matcher(Files.readString(PROC.resolve(file), StandardCharsets.ISO_8859_1));
      return found.find() ? Optional.of(Long.valueOf(found.group(1))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> openFiles() {
    String[] files = PROC.resolve("fd").toFile().list();
    return files == null
        ? Optional.empty()
        : Optional.of(files.length - 1L); // without the one that lists the others
  }
}
