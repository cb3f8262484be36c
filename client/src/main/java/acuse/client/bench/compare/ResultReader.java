package acuse.client.bench.compare;

import acuse.client.bench.compare.NotAResultException.Problem;
import acuse.client.bench.output.ResultJson;
import acuse.client.bench.result.RunResult;
import acuse.common.text.TerminalText;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the results of a file: the lines {@code end} of {@code --out NAME.json}, or of the whole
 * output of {@code --format json}.
 */
public final class ResultReader {
  /** More than a day of intervals has. */
  private static final long MAX_BYTES = 256L << 20;

  private static final int MAX_SHOWN_CHARS = 40;

  private final Path file;
  private final Gson gson = new Gson();

  private ResultReader(Path file) {
    this.file = file;
  }

  /**
   * The results of {@code file}, at least one, in its order.
   *
   * @throws NotAResultException if it has none, or holds something else
   */
  public static List<RunResult> read(Path file) throws NotAResultException {
    return new ResultReader(file).read();
  }

  private List<RunResult> read() throws NotAResultException {
    List<RunResult> results = new ArrayList<>();
    for (String line : text().lines().toList()) {
      if (!line.isBlank()) {
        JsonObject object = object(line);
        checkSchema(object);
        if (ResultParser.isEnd(object)) {
          results.add(result(object));
        }
      }
    }
    if (results.isEmpty()) {
      throw new NotAResultException(Problem.NO_END, file, "");
    }
    return results;
  }

  private String text() throws NotAResultException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new NotAResultException(Problem.TOO_LONG, file, "");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NotAResultException e) {
      throw e;
    } catch (IOException e) {
      throw new NotAResultException(Problem.UNREADABLE, file, "");
    }
  }

  private JsonObject object(String line) throws NotAResultException {
    try {
      JsonObject object = gson.fromJson(line, JsonObject.class);
      if (object != null) {
        return object;
      }
    } catch (JsonParseException e) {
      // The same mistake for the user.
    }
    throw new NotAResultException(Problem.NOT_JSON, file, "");
  }

  private void checkSchema(JsonObject object) throws NotAResultException {
    String schema = ResultParser.schema(object);
    if (schema.isEmpty()) {
      throw new NotAResultException(Problem.NO_SCHEMA, file, "");
    }
    if (!schema.equals(ResultJson.SCHEMA)) {
      String shown = schema.substring(0, Math.min(schema.length(), MAX_SHOWN_CHARS));
      throw new NotAResultException(Problem.OTHER_SCHEMA, file, TerminalText.escape(shown));
    }
  }

  private RunResult result(JsonObject object) throws NotAResultException {
    try {
      return new ResultParser(object).result();
    } catch (IllegalArgumentException e) {
      String name = TerminalText.escape(String.valueOf(e.getMessage()));
      throw new NotAResultException(Problem.DAMAGED, file, name);
    }
  }
}
