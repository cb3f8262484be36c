package acuse.client;

import acuse.client.output.OutputFormat;
import acuse.common.protocol.Protocol;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** What a shell completes after options that take a word: lower case, as everyone types them. */
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
