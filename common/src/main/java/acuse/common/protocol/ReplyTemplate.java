package acuse.common.protocol;

import acuse.common.text.SurrogateEscape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reply of the server, as a person writes it: text around <code>{message}</code>, in which
 * <code>{protocol}</code> stands for {@code TCP} or {@code UDP}.
 *
 * <p>A template without <code>{message}</code> gives everyone the same answer. Braces around what
 * cannot be taken for a name, as in <code>{"got": 1}</code>, stand for themselves.
 */
public final class ReplyTemplate {
  private static final String MESSAGE = "{message}";
  private static final String PROTOCOL = "{protocol}";

  /** No name holds quotes, colons or commas; JSON, a likely template, does. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}\",:]*}");

  /** The template in force when none is given. */
  public static final ReplyTemplate DEFAULT = parse("Servidor {protocol} recibió: {message}");

  private final String text;

  private ReplyTemplate(String text) {
    this.text = text;
  }

  /**
   * @throws InvalidTemplateException for a placeholder other than the two, and for a second <code>
   *     {message}</code>
   */
  public static ReplyTemplate parse(String text) {
    int messages = 0;
    Matcher placeholders = PLACEHOLDER.matcher(text);
    while (placeholders.find()) {
      String placeholder = placeholders.group();
      if (placeholder.equals(MESSAGE)) {
        messages++;
      }
      if (messages > 1 || !(placeholder.equals(MESSAGE) || placeholder.equals(PROTOCOL))) {
        throw new InvalidTemplateException(placeholder, messages > 1);
      }
    }
    return new ReplyTemplate(text);
  }

  /** The bytes around a message in a reply over {@code protocol}. */
  public Compiled compile(Protocol protocol) {
    String named = text.replace(PROTOCOL, protocol.name());
    int at = named.indexOf(MESSAGE);
    return at < 0
        ? new Compiled(bytes(named), false, bytes(""))
        : new Compiled(
            bytes(named.substring(0, at)), true, bytes(named.substring(at + MESSAGE.length())));
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }

  private static byte[] bytes(String text) {
    return SurrogateEscape.encode(text);
  }

  /**
   * A template in bytes. The arrays are shared, not copied: nobody writes to them.
   *
   * @param prefix what stands before the message
   * @param withMessage whether the message is part of the reply
   * @param suffix what stands after the message
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Compiled(byte[] prefix, boolean withMessage, byte[] suffix) {
    /** The bytes that a reply has beside those of its message. */
    public int overhead() {
      return prefix.length + suffix.length;
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
