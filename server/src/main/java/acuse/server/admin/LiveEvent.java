package acuse.server.admin;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Something that happened in a server, for those who watch it live.
 *
 * @param name of its kind, the field {@code event} of server-sent events
 * @param data its JSON, made on the thread that sends it
 */
record LiveEvent(String name, Data data) {
  /** What an event says. */
  interface Data {
    /** One line of JSON. */
    String json();
  }

  /** The members of an object. */
  interface Members {
    void write(JsonWriter json) throws IOException;
  }

  /** Data that is an object with these members; those that are null are left out. */
  static Data object(Members members) {
    return () -> {
      StringWriter text = new StringWriter();
      try (JsonWriter json = new JsonWriter(text)) {
        json.setSerializeNulls(false);
        json.setHtmlSafe(false);
        json.beginObject();
        members.write(json);
        json.endObject();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible); // a text can be written
      }
      return text.toString();
    };
  }
}
