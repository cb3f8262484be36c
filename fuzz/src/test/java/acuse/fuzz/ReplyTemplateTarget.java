package acuse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.protocol.ReplyTemplate.InvalidTemplateException;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Any text as a template: refused for the right reason, or filled in as it is written. */
public final class ReplyTemplateTarget {
  private static final String MESSAGE = "a{protocol}{message}";
  private static final int MAX_PIECES = 8;
  private static final String[] PIECES = {
    "{message}", "{protocol}", "{", "}", "{}", "\"", ":", ","
  };

  private ReplyTemplateTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    String template = template(data);
    String refused = firstRefused(template);
    try {
      ReplyTemplate parsed = ReplyTemplate.parse(template);
      if (refused != null) {
        throw new AssertionError("taken in spite of " + refused + ": " + template);
      }
      for (Protocol protocol : Protocol.values()) {
        assertFillsIn(parsed, protocol, template);
      }
    } catch (InvalidTemplateException e) {
      if (!e.placeholder().equals(refused)) {
        throw new AssertionError("refused for " + e.placeholder() + ": " + template, e);
      }
    }
  }

  private static String template(FuzzedDataProvider data) {
    StringBuilder template = new StringBuilder();
    for (int pieces = data.consumeInt(0, MAX_PIECES); pieces > 0; pieces--) {
      template.append(data.pickValue(PIECES)).append(data.consumeString(data.consumeInt(0, 5)));
    }
    return template.append(data.consumeRemainingAsString()).toString();
  }

  /** The first thing in braces that looks like a name and is none, or a message too many. */
  private static String firstRefused(String template) {
    boolean message = false;
    int open = -1;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '{') {
        open = i;
      } else if ("\",:".indexOf(c) >= 0) {
        open = -1;
      } else if (c == '}' && open >= 0) {
        String name = template.substring(open, i + 1);
        open = -1;
        boolean isMessage = name.equals("{message}");
        if (isMessage ? message : !name.equals("{protocol}")) {
          return name;
        }
        message |= isMessage;
      }
    }
    return null;
  }

  private static void assertFillsIn(ReplyTemplate parsed, Protocol protocol, String template) {
    ReplyTemplate.Compiled compiled = parsed.compile(protocol);
    String reply =
        new String(compiled.prefix(), UTF_8)
            + (compiled.withMessage() ? MESSAGE : "")
            + new String(compiled.suffix(), UTF_8);
    String expected = template.replace("{protocol}", protocol.name()).replace("{message}", MESSAGE);
    if (!reply.equals(new String(expected.getBytes(UTF_8), UTF_8))) {
      throw new AssertionError(template + " became " + reply);
    }
  }
}
