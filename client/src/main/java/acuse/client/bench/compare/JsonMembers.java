package acuse.client.bench.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The members of an object of JSON, of whom nobody knows yet whether they are there. Each method
 * throws {@link IllegalArgumentException} with the name of a member that is missing or of another
 * kind.
 */
final class JsonMembers {
  private final JsonObject object;

  JsonMembers(JsonObject object) {
    this.object = object;
  }

  String text(String name) {
    JsonPrimitive value = primitive(name);
    if (!value.isString()) {
      throw new IllegalArgumentException(name);
    }
    return value.getAsString();
  }

  long number(String name) {
    double value = decimal(name);
    if (value != Math.rint(value)) {
      throw new IllegalArgumentException(name);
    }
    return primitive(name).getAsLong();
  }

  double decimal(String name) {
    JsonPrimitive value = primitive(name);
    if (!value.isNumber() || !Double.isFinite(value.getAsDouble())) {
      throw new IllegalArgumentException(name);
    }
    return value.getAsDouble();
  }

  /** Empty for null. */
  OptionalDouble optionalDecimal(String name) {
    return isNull(name) ? OptionalDouble.empty() : OptionalDouble.of(decimal(name));
  }

  boolean flag(String name) {
    JsonPrimitive value = primitive(name);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException(name);
    }
    return value.getAsBoolean();
  }

  JsonMembers object(String name) {
    if (object.get(name) instanceof JsonObject inner) {
      return new JsonMembers(inner);
    }
    throw new IllegalArgumentException(name);
  }

  List<String> texts(String name) {
    JsonElement array = object.get(name);
    if (array == null || !array.isJsonArray()) {
      throw new IllegalArgumentException(name);
    }
    List<String> texts = new ArrayList<>();
    array.getAsJsonArray().forEach(element -> texts.add(String.valueOf(element)));
    return texts.stream().map(text -> text.replace("\"", "")).toList();
  }

  /** Empty for null. */
  Optional<Histogram> histogram(String name) {
    if (isNull(name)) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text(name)));
      return Optional.of(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
    } catch (DataFormatException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | BufferUnderflowException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private boolean isNull(String name) {
    JsonElement value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value.isJsonNull();
  }

  private JsonPrimitive primitive(String name) {
    if (object.get(name) instanceof JsonPrimitive value) {
      return value;
    }
    throw new IllegalArgumentException(name);
  }
}
