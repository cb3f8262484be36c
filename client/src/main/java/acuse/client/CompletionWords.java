package acuse.client;

import acuse.client.output.OutputFormat;
import acuse.common.protocol.Protocol;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The words that a shell completes after an option: lower case, as everyone types them. */
final class CompletionWords {
  private CompletionWords() {}

  static final class Protocols implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return lowerCase(Arrays.asList(Protocol.values()));
    }
  }

  static final class Framings implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return lowerCase(ClientCommand.FRAMINGS);
    }
  }

  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return lowerCase(Arrays.asList(OutputFormat.values()));
    }
  }

  private static Iterator<String> lowerCase(List<? extends Enum<?>> words) {
    return words.stream().map(word -> word.name().toLowerCase(Locale.ROOT)).iterator();
  }
}
