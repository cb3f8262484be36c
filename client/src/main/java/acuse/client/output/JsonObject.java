package acuse.client.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * One object of JSON (RFC 8259), to be written on one line. Its members stand in the order in which
 * they are added.
 *
 * <pre>
 * {"protocol":"udp","counts":{"intended":5000,"lost":10},"loss_ratio":0.002,"p99_9":null}
 * </pre>
 */
public final class JsonObject {
  private final StringBuilder json = new StringBuilder("{");

  /** A string, or null. */
  public JsonObject text(String name, String value) {
    name(name);
    if (value == null) {
      json.append("null");
    } else {
      appendString(value);
    }
    return this;
  }

  /** A whole number. */
  public JsonObject number(String name, long value) {
    name(name);
    json.append(value);
    return this;
  }

  /**
   * A number that keeps a decimal point even if it is whole, so that its type never changes.
   *
   * @param value NaN and infinity, which JSON does not have, become null
   * @param places the most digits after the point
   */
  public JsonObject decimal(String name, double value, int places) {
    if (!Double.isFinite(value)) {
      return none(name);
    }
    name(name);
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP).stripTrailingZeros();
    json.append(rounded.setScale(Math.max(1, rounded.scale())).toPlainString());
    return this;
  }

  /** True or false. */
  public JsonObject flag(String name, boolean value) {
    name(name);
    json.append(value);
    return this;
  }

  /** An object within this one, or null. */
  public JsonObject object(String name, JsonObject value) {
    name(name);
    json.append(value);
    return this;
  }

  /** An array of strings. */
  public JsonObject texts(String name, List<String> values) {
    name(name);
    json.append('[');
    for (int i = 0; i < values.size(); i++) {
      json.append(i == 0 ? "" : ",");
      appendString(values.get(i));
    }
    json.append(']');
    return this;
  }

  /** A member that is null: not known, or not given. */
  public JsonObject none(String name) {
    name(name);
    json.append("null");
    return this;
  }

  /** The whole object, without a line break. */
  @Override
  public String toString() {
    return json + "}";
  }

  private void name(String name) {
    json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":");
  }

  private void appendString(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
