package acuse.client.settings;

import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.Message;
import acuse.client.conversation.SourceAddress;
import acuse.client.input.InputFormat;
import acuse.client.input.MessageForm;
import acuse.client.input.MessageForm.Problem;
import acuse.client.output.OutputFormat;
import acuse.client.tls.ClientTls;
import acuse.common.command.OptionValues;
import acuse.common.command.UsageException;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.text.SurrogateEscape;
import acuse.common.text.TerminalText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A command line of the client as values. Settings that contradict each other cannot be made.
 *
 * @param protocol the protocol to speak; empty if the user is to be asked
 * @param host a name or an address, not resolved yet
 * @param source where our own sockets are bound; empty for where the system likes
 * @param port 1 to 65535; empty for the protocol's own
 * @param framing marks messages on TCP; not {@link Framing#AUTO}
 * @param timeout how long to wait for a connection, and for each reply
 * @param retries how often a datagram without a reply is sent again
 * @param windowMessages how many messages may wait for replies at once; empty for the protocol's
 *     usual number
 * @param tls how TCP is secured; empty if it is not
 * @param check whether only the exit status is wanted
 * @param expect what every reply is to contain; empty for anything
 * @param format how replies are written; empty for what suits the output
 * @param input how messages are written
 * @param history whether what is typed at a terminal is kept for the next time
 * @param verbose whether a summary comes at the end
 * @param messages the messages of the command line; if there are none, those of the input are meant
 */
public record ClientSettings(
    Optional<Protocol> protocol,
    String host,
    Optional<SourceAddress> source,
    Optional<Integer> port,
    Framing framing,
    Duration timeout,
    int retries,
    Optional<Integer> windowMessages,
    Optional<TlsSettings> tls,
    boolean check,
    Optional<String> expect,
    Optional<OutputFormat> format,
    InputFormat input,
    boolean history,
    boolean verbose,
    List<String> messages) {
  private static final ExitWord EXIT_WORD = ExitWord.of(Message.EXIT_WORD);

  /** A stream keeps its order with any number of messages in flight. */
  private static final int TCP_WINDOW_MESSAGES = 16 * 1024;

  /** Datagrams can be lost or overtaken, so they are sent one by one. */
  private static final int UDP_WINDOW_MESSAGES = 1;

  /**
   * Complains of settings that contradict each other.
   *
   * @throws UsageException if they do
   */
  public ClientSettings {
    messages = List.copyOf(messages);
    boolean isUdp = protocol.isPresent() && protocol.get() == Protocol.UDP;
    if (input == InputFormat.HEX) {
      requireHexadecimal(messages, new MessageForm(!isUdp && framing == Framing.LINE));
    } else if (!isUdp && framing == Framing.LINE && hasLineBreak(messages)) {
      throw new UsageException("usage.lineBreak");
    }
    if (isUdp && tls.isPresent()) {
      throw new UsageException("tls.udp", ClientOptions.TLS.name());
    }
    if (check && protocol.isEmpty()) {
      throw new UsageException(
          "check.noProtocol", ClientOptions.CHECK.name(), ClientOptions.PROTOCOL.name());
    }
  }

  /**
   * The settings that {@code values} make.
   *
   * @throws UsageException if they contradict each other
   */
  public static ClientSettings of(OptionValues values, List<String> messages) {
    return new ClientSettings(
        Optional.ofNullable(values.get(ClientOptions.PROTOCOL)),
        values.get(ClientOptions.HOST),
        source(values.get(ClientOptions.SOURCE)),
        Optional.ofNullable(values.get(ClientOptions.PORT)),
        values.get(ClientOptions.FRAMING),
        values.get(ClientOptions.TIMEOUT),
        values.get(ClientOptions.RETRIES),
        Optional.ofNullable(values.get(ClientOptions.WINDOW)),
        TlsSettings.of(values),
        values.get(ClientOptions.CHECK),
        Optional.ofNullable(values.get(ClientOptions.EXPECT)),
        Optional.ofNullable(values.get(ClientOptions.FORMAT)),
        values.get(ClientOptions.INPUT),
        !values.get(ClientOptions.NO_HISTORY),
        values.get(ClientOptions.VERBOSE),
        messages);
  }

  /**
   * The same with the protocol that the user has chosen.
   *
   * @throws UsageException if the other settings do not allow it
   */
  public ClientSettings withProtocol(Protocol chosen) {
    return new ClientSettings(
        Optional.of(chosen),
        host,
        source,
        port,
        framing,
        timeout,
        retries,
        windowMessages,
        tls,
        check,
        expect,
        format,
        input,
        history,
        verbose,
        messages);
  }

  /**
   * Tells a conversation how to talk, once the protocol is known.
   *
   * @param loaded what {@link #tls} asks for
   */
  public ClientConfig config(Optional<ClientTls> loaded) {
    Protocol spoken = protocol.orElseThrow();
    return new ClientConfig(
        spoken,
        host,
        source,
        port.isPresent() ? port.get() : spoken.defaultPort(),
        framing,
        timeout,
        retries,
        windowMessages.isPresent() ? windowMessages.get() : usualWindow(spoken),
        loaded,
        tls.isPresent() ? tls.get().name() : Optional.empty());
  }

  private static Optional<SourceAddress> source(String text) {
    return text == null ? Optional.empty() : Optional.of(SourceText.parse(text));
  }

  private static int usualWindow(Protocol protocol) {
    return protocol == Protocol.TCP ? TCP_WINDOW_MESSAGES : UDP_WINDOW_MESSAGES;
  }

  /** With lines for messages, a line break in one would make it two. */
  private static void requireHexadecimal(List<String> messages, MessageForm form) {
    for (String message : messages) {
      byte[] text = SurrogateEscape.encode(message);
      Problem problem = EXIT_WORD.matches(text) ? null : form.problemOf(text);
      if (problem == Problem.LINE_BREAK) {
        throw new UsageException("usage.lineBreak");
      }
      if (problem != null) {
        throw new UsageException("usage.notHex", TerminalText.escape(message));
      }
    }
  }

  private static boolean hasLineBreak(List<String> messages) {
    for (String message : messages) {
      if (message.indexOf('\n') >= 0) {
        return true;
      }
    }
    return false;
  }
}
