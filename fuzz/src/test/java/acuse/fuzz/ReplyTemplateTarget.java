package acuse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyPart;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.protocol.ReplyTemplate.InvalidTemplateException;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.List;
import java.util.Locale;

/** Any text as a template: refused for the right reason, or filled in as it is written. */
public final class ReplyTemplateTarget {
  private static final String MESSAGE = "a{protocol}{message}";
  private static final int MAX_PIECES = 8;
  private static final List<String> NAMES =
      List.of(
          "{protocol}",
          "{server}",
          "{peer}",
          "{peer.address}",
          "{peer.port}",
          "{local}",
          "{session}",
          "{number}",
          "{bytes}",
          "{reads}",
          "{time}",
          "{tls}");
  private static final String[] PIECES = {
    "{message}", "{protocol}", "{peer}", "{number}", "{time}", "{", "}", "{}", "\"", ":", ","
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
        if (isMessage ? message : !NAMES.contains(name)) {
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
        text(compiled.prefix())
            + (compiled.withMessage() ? MESSAGE : "")
            + text(compiled.suffix());
    String expected = template.replace("{protocol}", protocol.name()).replace("{message}", MESSAGE);
    if (!template.contains("{server}") && !template.contains("{tls}") && !reply.equals(new String(expected.getBytes(UTF_8), UTF_8))) {
      throw new AssertionError(template + " became " + reply);
    }
  }

  /** With the values as they are written. */
  private static String text(ReplyPart part) {
    StringBuilder text = new StringBuilder();
    for (ReplyPart.Segment segment : part.segments()) {
      if (segment instanceof ReplyPart.Fixed fixed) {
        text.append(new String(fixed.bytes(), UTF_8));
      } else if (segment instanceof ReplyPart.Value value) {
        String name = value.placeholder().name().toLowerCase(Locale.ROOT);
        text.append('{').append(name.replace('_', '.')).append('}');
      }
    }
    return text.toString();
  }
}
