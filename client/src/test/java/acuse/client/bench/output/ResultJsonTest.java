package acuse.client.bench.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.bench.Samples;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.RunResult;
import acuse.common.protocol.Protocol;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema acuse.bench/1, and the log beside it. */
class ResultJsonTest {
  @Test
  void anEndLineIsTheWholeResult() {
    String line = ResultJson.end(Samples.constant(Protocol.TCP, 999, 80_000, 2)).toString();
    assertThat(line.replaceFirst("\"histograms\":.*", ""))
        .isEqualTo(
            """
            {"event":"end","schema":"acuse.bench/1","run":"9F3A0C11","protocol":"tcp",\
            "step":1,"repetition":2,"start_ms":1767225600000,\
            "config":{"mode":"open","rate":99.9,"arrivals":"constant","seed":null,\
            "duration_s":10.0,"warmup_s":1.0,"connections":1,"window":null,"size":64,\
            "timeout_ms":2000},\
            "counts":{"intended":999,"sent":999,"not_sent":0,"answered":999,"lost":0,"late":0,\
            "duplicated":0,"reordered":0,"corrupted":0,"stray":0,"rejected":0,\
            "connect_failures":0,"broken":0,"bytes_sent":63936,"bytes_received":86913},\
            "loss_ratio":0.0,"loss_burst_max":0,"reorder_extent_max":0,\
            "sent_per_s":99.9,"answered_per_s":99.9,\
            "latency_us":{"n":999,"min":80,"mean":80.0,"stddev":0.0,"p50":80,"p90":80,\
            "p95":80,"p99":null,"p99_9":null,"max":80},\
            "service_time_us":{"n":999,"min":80,"mean":80.0,"stddev":0.0,"p50":80,"p90":80,\
            "p95":80,"p99":null,"p99_9":null,"max":80},\
            "send_lag_us":{"n":999,"min":0,"mean":0.0,"stddev":0.0,"p50":0,"p90":0,"p95":0,\
            "p99":null,"p99_9":null,"max":0},\
            "connect_us":{"n":0,"min":null,"mean":null,"stddev":null,"p50":null,"p90":null,\
            "p95":null,"p99":null,"p99_9":null,"max":null},\
            "rtt_ipdv_us":{"n":0,"min":null,"mean":null,"stddev":null,"p50":null,"p90":null,\
            "p95":null,"p99":null,"p99_9":null,"max":null},\
            "jitter_rfc3550_us":null,\
            "system":{"udp_rcvbuf_errors":0,"udp_sndbuf_errors":0,"tcp_retrans_segs":0,\
            "gc_pause_ms":3},\
            "valid":true,"warnings":[],""");
  }

  @Test
  void aClosedLoopHasNoLatency() {
    JsonObject end = parsed(ResultJson.end(Samples.closedLoop(Protocol.UDP)).toString());
    assertThat(end.get("latency_us").isJsonNull()).isTrue();
    assertThat(end.get("send_lag_us").isJsonNull()).isTrue();
    assertThat(end.getAsJsonObject("config").get("mode").getAsString()).isEqualTo("closed");
    assertThat(end.getAsJsonObject("config").get("rate").isJsonNull()).isTrue();
    assertThat(end.getAsJsonObject("config").get("window").getAsInt()).isEqualTo(32);
    assertThat(end.getAsJsonObject("histograms").get("latency").isJsonNull()).isTrue();
  }

  @Test
  void warningsAreWordsForPrograms() {
    JsonObject end = parsed(ResultJson.end(Samples.late(Samples.run(Protocol.UDP))).toString());
    assertThat(end.get("valid").getAsBoolean()).isFalse();
    assertThat(end.get("warnings")).hasToString("[\"client_late\"]");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void histogramsComeBackAsTheyWere(Protocol protocol) throws Exception {
    RunResult result = Samples.run(protocol);
    JsonObject end = parsed(ResultJson.end(result).toString());
    String encoded = end.getAsJsonObject("histograms").get("latency").getAsString();
    assertThat(encoded).startsWith("HISTFAAA");
    assertThat(
            Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0))
        .isEqualTo(result.histograms().latency());
  }

  @Test
  void linesAreWrittenAsTheRunGoesOn() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLines lines = new JsonLines(out);
    RunResult result = Samples.run(Protocol.UDP);
    lines.began("9F3A0C11", Protocol.UDP, result.load(), 1, 1, result.startMillis());
    for (Interval interval : Samples.intervals(result)) {
      lines.passed(interval);
    }
    lines.ended(result);
    List<JsonObject> objects = out.toString(UTF_8).lines().map(ResultJsonTest::parsed).toList();
    assertThat(objects)
        .extracting(object -> object.get("event").getAsString())
        .startsWith("start", "interval")
        .endsWith("interval", "end")
        .hasSize(12);
    assertThat(objects)
        .allMatch(object -> object.get("schema").getAsString().equals("acuse.bench/1"));
    JsonObject fourth = objects.get(4);
    assertThat(fourth.get("from_s").getAsDouble()).isEqualTo(3);
    assertThat(fourth.getAsJsonObject("counts").get("lost").getAsLong()).isEqualTo(10);
    assertThat(fourth.get("loss_ratio").getAsDouble()).isEqualTo(0.02);
  }

  @Test
  void theIntervalsOfALogAddUpToTheWhole() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HistogramLog log = new HistogramLog(out, Samples.START_MILLIS);
    Map<String, Histogram> whole = new HashMap<>();
    for (Protocol protocol : Protocol.values()) {
      for (Interval interval : Samples.intervals(Samples.run(protocol))) {
        Histogram values = interval.histograms().latency();
        whole.computeIfAbsent(protocol.name(), tag -> new Histogram(3)).add(values);
        log.add(protocol.name(), interval.fromSeconds(), interval.toSeconds(), values);
      }
    }
    log.flush();
    assertThat(out.toString(UTF_8)).contains("#[Histogram log format version 1.3]");
    Map<String, Histogram> read = new HashMap<>();
    HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(out.toByteArray()));
    int lines = 0;
    while (reader.nextIntervalHistogram() instanceof Histogram interval) {
      assertThat(interval.getStartTimeStamp()).isEqualTo(Samples.START_MILLIS + lines % 10 * 1000L);
      read.computeIfAbsent(interval.getTag(), tag -> new Histogram(3)).add(interval);
      lines++;
    }
    assertThat(lines).isEqualTo(20);
    assertThat(read).isEqualTo(whole);
  }

  private static JsonObject parsed(String line) {
    return new Gson().fromJson(line, JsonObject.class);
  }
}
