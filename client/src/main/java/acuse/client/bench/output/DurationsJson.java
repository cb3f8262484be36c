package acuse.client.bench.output;

import acuse.client.bench.result.Histograms;
import acuse.client.bench.summary.Percentile;
import acuse.client.output.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/**
 * A histogram as an object of JSON. Its figures are in microseconds; percentiles that cannot be
 * given are null.
 *
 * <pre>
 * {"n":4990,"min":41,"mean":88.2,"stddev":30.1,"p50":80,"p90":120,"p95":150,"p99":310,
 *  "p99_9":null,"max":2100}
 * </pre>
 */
final class DurationsJson {
  /** Of mean, standard deviation and jitter; the others are whole. */
  static final int PLACES = 1;

  private static final double NANOS_PER_MICRO = 1000;

  private DurationsJson() {}

  /** The figures of {@code nanos}; null for null. */
  static JsonObject of(Histogram nanos) {
    if (nanos == null) {
      return null;
    }
    long count = nanos.getTotalCount();
    JsonObject json = new JsonObject().number("n", count);
    micros(json, "min", ifAny(count, nanos.getMinValue()));
    json.decimal("mean", count == 0 ? Double.NaN : nanos.getMean() / NANOS_PER_MICRO, PLACES);
    json.decimal(
        "stddev", count == 0 ? Double.NaN : nanos.getStdDeviation() / NANOS_PER_MICRO, PLACES);
    for (Percentile percentile : Percentile.values()) {
      micros(json, percentile.key(), percentile.of(nanos));
    }
    micros(json, "max", ifAny(count, nanos.getMaxValue()));
    return json;
  }

  /** All of them, compressed, in base64: the form of HdrHistogram's log. */
  static JsonObject encoded(Histograms histograms) {
    return new JsonObject()
        .text("latency", encoded(histograms.latency()))
        .text("service_time", encoded(histograms.serviceTime()))
        .text("send_lag", encoded(histograms.sendLag()))
        .text("connect", encoded(histograms.connect()))
        .text("rtt_ipdv", encoded(histograms.ipdv()));
  }

  private static String encoded(Histogram histogram) {
    if (histogram == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes, Deflater.DEFAULT_COMPRESSION);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }

  private static OptionalLong ifAny(long count, long nanos) {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  private static void micros(JsonObject json, String name, OptionalLong nanos) {
    if (nanos.isPresent()) {
      json.number(name, Math.round(nanos.getAsLong() / NANOS_PER_MICRO));
    } else {
      json.none(name);
    }
  }
}
