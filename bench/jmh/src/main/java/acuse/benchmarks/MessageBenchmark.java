package acuse.benchmarks;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of messages, in nanoseconds, between the read that brought them and the write of their
 * replies. No sockets: {@code bench/run} measures the whole server.
 *
 * <p>The JVM gets the options of the server's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "-XX:+UseSerialGC",
      "-Dio.netty.leakDetection.level=disabled"
    })
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MessageBenchmark {
  /** One read, cut into all its messages. */
  @Benchmark
  public long decode(Read read) {
    return read.decode();
  }

  /** One message's reply. */
  @Benchmark
  public ByteBuf acknowledge(Message message) {
    return message.acknowledge();
  }
}
