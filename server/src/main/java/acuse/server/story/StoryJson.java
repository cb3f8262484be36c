package acuse.server.story;

import com.google.gson.stream.JsonWriter;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A story as one line of JSON (RFC 8259), without its LF.
 *
 * <pre>
 * {"schema":"acuse.session/1","session":7,"protocol":"tcp","peer":"127.0.0.1:39252", …}
 * </pre>
 *
 * <p>All members are always there, in the same order; what is not known is null.
 */
public final class StoryJson {
  /** A member may be added under this name, but none is taken away or given another meaning. */
  static final String SCHEMA = "acuse.session/1";

  private StoryJson() {}

  /** The line for {@code story}. */
  public static String line(SessionStory story) {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.setSerializeNulls(true);
      json.setHtmlSafe(false);
      json.beginObject();
      writeWho(json, story);
      writeTraffic(json, story);
      writeEnd(json, story);
      writeKernel(json, story.kernel().orElse(null));
      json.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // a text can be written
    }
    return line.toString();
  }

  private static void writeWho(JsonWriter json, SessionStory story) throws IOException {
    json.name("schema").value(SCHEMA);
    json.name("session").value(story.session().id());
    json.name("protocol").value(word(story.session().protocol()));
    json.name("peer").value(NetUtil.toSocketAddressString(story.session().peer()));
    json.name("local").value(NetUtil.toSocketAddressString(story.session().local()));
    json.name("proxy").value(story.proxy().map(NetUtil::toSocketAddressString).orElse(null));
    json.name("tls_version").value(story.tls().map(SessionStory.Tls::version).orElse(null));
    json.name("tls_cipher").value(story.tls().map(SessionStory.Tls::cipher).orElse(null));
    json.name("opened_at").value(story.session().since().toString());
    json.name("duration_us").value(story.duration().toNanos() / 1000);
  }

  private static void writeTraffic(JsonWriter json, SessionStory story) throws IOException {
    json.name("messages_in").value(story.in().messages());
    json.name("bytes_in").value(story.in().bytes());
    json.name("reads").value(story.in().transfers());
    json.name("messages_out").value(story.out().messages());
    json.name("bytes_out").value(story.out().bytes());
    json.name("writes").value(story.out().transfers());
    json.name("rejections").value(story.rejections());
    json.name("faults").beginObject();
    for (Map.Entry<String, Long> fault : new TreeMap<>(story.faults()).entrySet()) {
      json.name(fault.getKey()).value(fault.getValue());
    }
    json.endObject();
  }

  private static void writeEnd(JsonWriter json, SessionStory story) throws IOException {
    json.name("closed_first").value(story.closedFirst().map(StoryJson::word).orElse(null));
    json.name("peer_end").value(story.peerEnd().word());
    json.name("our_end").value(story.ourEnd().word());
    json.name("reason").value(story.reason().map(StoryJson::word).orElse(null));
    json.name("unread_bytes").value(story.unreadBytes());
  }

  private static void writeKernel(JsonWriter json, KernelInfo kernel) throws IOException {
    json.name("rtt_us").value(kernel == null ? null : kernel.rttMicros());
    json.name("rttvar_us").value(kernel == null ? null : kernel.rttVarianceMicros());
    json.name("retransmits").value(kernel == null ? null : kernel.retransmits());
    json.name("mss").value(kernel == null ? null : kernel.mss());
    json.name("cwnd").value(kernel == null ? null : kernel.cwnd());
    json.name("pmtu").value(kernel == null ? null : kernel.pmtu());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
