package acuse.common.protocol;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reply of the server, as a person writes it: text around <code>{message}</code>, with
 * placeholders such as <code>{protocol}</code> or <code>{peer}</code> in it.
 *
 * <p>A template without <code>{message}</code> answers without the message. Braces around what
 * cannot be taken for a name, as in <code>{"got": 1}</code>, stand for themselves.
 */
public final class ReplyTemplate {
  /** No name holds quotes, colons or commas; JSON, a likely template, does. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}\",:]*}");

  /** The template in force when none is given. */
  public static final ReplyTemplate DEFAULT = parse("Servidor {protocol} recibió: {message}");

  private final String text;
  private final Set<Placeholder> placeholders;

  private ReplyTemplate(String text, Set<Placeholder> placeholders) {
    this.text = text;
    this.placeholders = placeholders;
  }

  /**
   * @throws InvalidTemplateException for a placeholder that does not exist, and for a second <code>
   *     {message}</code>
   */
  public static ReplyTemplate parse(String text) {
    Set<Placeholder> placeholders = EnumSet.noneOf(Placeholder.class);
    Matcher found = PLACEHOLDER.matcher(text);
    while (found.find()) {
      Placeholder placeholder =
          Placeholder.of(found.group())
              .orElseThrow(() -> new InvalidTemplateException(found.group(), false));
      if (!placeholders.add(placeholder) && placeholder == Placeholder.MESSAGE) {
        throw new InvalidTemplateException(found.group(), true);
      }
    }
    return new ReplyTemplate(text, placeholders);
  }

  /** Whether the server must keep sessions for its values, also over UDP. */
  public boolean needsSessions() {
    return placeholders.stream().anyMatch(Placeholder::needsSession);
  }

  /** What stands around a message in a reply over {@code protocol}. */
  public Compiled compile(Protocol protocol) {
    ReplyPart.Builder part = new ReplyPart.Builder();
    ReplyPart prefix = null;
    Matcher found = PLACEHOLDER.matcher(text);
    int done = 0;
    while (found.find()) {
      part.add(text.substring(done, found.start()));
      done = found.end();
      Placeholder placeholder = Placeholder.of(found.group()).orElseThrow();
      if (placeholder == Placeholder.MESSAGE) {
        prefix = part.build();
        part = new ReplyPart.Builder();
      } else {
        placeholder.constant(protocol).ifPresentOrElse(part::add, adding(part, placeholder));
      }
    }
    part.add(text.substring(done));
    return prefix == null
        ? new Compiled(part.build(), false, new ReplyPart(List.of()))
        : new Compiled(prefix, true, part.build());
  }

  private static Runnable adding(ReplyPart.Builder part, Placeholder placeholder) {
    return () -> part.add(placeholder);
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * A template in bytes and values.
   *
   * @param prefix what stands before the message
   * @param withMessage whether the message is part of the reply
   * @param suffix what stands after the message
   */
  public record Compiled(ReplyPart prefix, boolean withMessage, ReplyPart suffix) {
    /** The most bytes that a reply has beside those of its message. */
    public int overhead() {
      return prefix.maxBytes() + suffix.maxBytes();
    }

    /** Whether all replies have the same bytes beside those of their message. */
    public boolean isFixed() {
      return prefix.isFixed() && suffix.isFixed();
    }
  }

  /** Says which placeholder a template cannot have. */
  public static final class InvalidTemplateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String placeholder;
    private final boolean repeated;

    InvalidTemplateException(String placeholder, boolean repeated) {
      super((repeated ? "repeated" : "unknown") + " placeholder=" + placeholder);
      this.placeholder = placeholder;
      this.repeated = repeated;
    }

    /** With its braces. */
    public String placeholder() {
      return placeholder;
    }

    /** Whether it is known, but stands there twice. */
    public boolean repeated() {
      return repeated;
    }
  }
}
