package acuse.server.admin;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Faults on purpose, as JSON (RFC 8259).
 *
 * <pre>
 * {"seed":5,"impair":["udp-out:loss=2","tcp:stall=5s"]}
 * </pre>
 *
 * @param seed what chance begins with; empty if it is not said
 * @param impair each text as after {@code --impair}
 */
record ImpairDocument(Optional<Long> seed, List<String> impair) {
  private static final String SEED = "seed";
  private static final String IMPAIR = "impair";

  /**
   * Reads it.
   *
   * @return empty if {@code text} is no JSON, or not of this form
   */
  static Optional<ImpairDocument> read(String text) {
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.setStrictness(Strictness.STRICT);
      ImpairDocument document = read(json);
      return json.peek() == JsonToken.END_DOCUMENT ? Optional.of(document) : Optional.empty();
    } catch (MalformedJsonException
        | EOFException
        | JsonParseException
        | IllegalStateException
        | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // a text can be read
    }
  }

  private static ImpairDocument read(JsonReader json) throws IOException {
    Optional<Long> seed = Optional.empty();
    List<String> impair = null;
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals(SEED) && seed.isEmpty()) {
        expect(json, JsonToken.NUMBER);
        seed = Optional.of(Long.parseLong(json.nextString())); // as it is written: no 5.0
      } else if (name.equals(IMPAIR) && impair == null) {
        impair = texts(json);
      } else {
        throw new IllegalStateException(name);
      }
    }
    json.endObject();
    if (impair == null) {
      throw new IllegalStateException(IMPAIR);
    }
    return new ImpairDocument(seed, impair);
  }

  private static List<String> texts(JsonReader json) throws IOException {
    List<String> texts = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      expect(json, JsonToken.STRING);
      texts.add(json.nextString());
    }
    json.endArray();
    return texts;
  }

  private static void expect(JsonReader json, JsonToken token) throws IOException {
    if (json.peek() != token) {
      throw new IllegalStateException(json.peek().name());
    }
  }

  /** In the form that is read, with a line feed at its end. */
  String text() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (seed.isPresent()) {
        json.name(SEED).value(seed.get());
      }
      json.name(IMPAIR).beginArray();
      for (String each : impair) {
        json.value(each);
      }
      json.endArray().endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // it goes to memory
    }
    return text + "\n";
  }
}
