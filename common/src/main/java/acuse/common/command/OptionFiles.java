package acuse.common.command;

import acuse.common.command.OptionFileException.Problem;
import acuse.common.text.Utf8Text;
import acuse.common.text.Utf8Text.NotUtf8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the words of a file in the place of each argument {@code @file}.
 *
 * <pre>
 * --quiet @class.txt @@hola   ─→   --quiet --host=::1 "--reply=a b" @hola
 *          │
 *          └ # the classroom
 *            --host=::1 "--reply=a b"
 * </pre>
 *
 * <p>The words are cut as picocli cuts them, so that files which worked go on to work. Picocli
 * itself reads files in the charset of the locale, keeps a byte order mark as a part of the first
 * word, and takes the name of a file that it cannot read for a message.
 */
final class OptionFiles {
  /** All files of a command line together: as much as the longest message. */
  static final int MAX_BYTES = 16 << 20;

  static final int MAX_DEPTH = 50;

  private static final char MARK = '@';

  private final List<String> words = new ArrayList<>();

  /** The identities of the files that are being read: one, and those that it is named in. */
  private final Set<Object> open = new HashSet<>();

  private int bytesLeft = MAX_BYTES;

  private OptionFiles() {}

  /** The same arguments with their files expanded, and {@code @@} before a text made a single @. */
  static String[] expand(String[] arguments) throws OptionFileException {
    OptionFiles files = new OptionFiles();
    for (String argument : arguments) {
      files.take(argument);
    }
    return files.words.toArray(new String[0]);
  }

  private void take(String word) throws OptionFileException {
    if (word.length() < 2 || word.charAt(0) != MARK) {
      words.add(word);
    } else if (word.charAt(1) == MARK) {
      words.add(word.substring(1));
    } else {
      takeFile(word.substring(1));
    }
  }

  private void takeFile(String name) throws OptionFileException {
    if (open.size() == MAX_DEPTH) {
      throw new OptionFileException(Problem.TOO_DEEP, name, MAX_DEPTH);
    }
    Object identity;
    byte[] bytes;
    try {
      Path file = new FileConverter().convert(name);
      identity = identity(file);
      if (!open.add(identity)) {
        throw new OptionFileException(Problem.CIRCLE, name, 0);
      }
      bytes = read(file, name);
    } catch (IOException | InvalidValueException e) {
      throw new OptionFileException(Problem.UNREADABLE, name, 0);
    }
    for (String word : cut(decode(bytes, name))) {
      take(word);
    }
    open.remove(identity);
  }

  /** The same for all names of a file. A pipe of {@code <( )} has one, too, but no real path. */
  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key != null ? key : file.toRealPath();
  }

  private byte[] read(Path file, String name) throws IOException, OptionFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bytesLeft + 1);
      if (bytes.length > bytesLeft) {
        throw new OptionFileException(Problem.TOO_LONG, name, MAX_BYTES);
      }
      bytesLeft -= bytes.length;
      return bytes;
    }
  }

  private static String decode(byte[] bytes, String name) throws OptionFileException {
    String text;
    try {
      text = Utf8Text.decode(bytes);
    } catch (NotUtf8Exception e) {
      throw new OptionFileException(Problem.NOT_UTF8, name, lineOf(bytes, e.position()));
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new OptionFileException(
          Problem.NOT_TEXT,
          name,
          1 + text.substring(0, nul).chars().filter(c -> c == '\n').count());
    }
    return text;
  }

  private static long lineOf(byte[] bytes, int position) {
    long line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  /** As picocli's {@code CommandLine.Interpreter} does, with the same settings. */
  private static List<String> cut(String text) {
    StreamTokenizer tokenizer = new StreamTokenizer(new StringReader(text));
    tokenizer.resetSyntax();
    tokenizer.wordChars(' ', 255); // and all that come after, which it takes for letters
    tokenizer.whitespaceChars(0, ' ');
    tokenizer.quoteChar('"');
    tokenizer.quoteChar('\'');
    tokenizer.commentChar('#');
    List<String> words = new ArrayList<>();
    try {
      while (tokenizer.nextToken() != StreamTokenizer.TT_EOF) {
        words.add(tokenizer.sval);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string has no I/O
    }
    return words;
  }
}
