package acuse.common.stdio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/** EPIPE: whoever read what is written has gone. */
public final class BrokenPipe {
  private static final String ENGLISH = "Broken pipe";

  private BrokenPipe() {}

  /** The JDK passes on the system's words alone, and these follow the locale. */
  public static boolean isCauseOf(IOException failure) {
    String words = String.valueOf(failure.getMessage());
    return words.contains(ENGLISH) || words.equals(systemsWords());
  }

  private static String systemsWords() {
    try {
      Pipe pipe = Pipe.open();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        pipe.source().close();
        sink.write(ByteBuffer.allocate(1));
      }
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
