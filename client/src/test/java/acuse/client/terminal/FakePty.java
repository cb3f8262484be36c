package acuse.client.terminal;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** A terminal without a screen: a test types, and reads what was drawn. */
final class FakePty implements Pty {
  private static final Integer END = -1;

  private final Size size;
  private final BlockingQueue<Object> typed = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
  private Attributes attributes = new Attributes();

  FakePty(int columns, int rows) {
    size = new Size(columns, rows);
    attributes.setLocalFlag(LocalFlag.ECHO, true);
    attributes.setLocalFlag(LocalFlag.ICANON, true);
    attributes.setControlChar(Attributes.ControlChar.VEOF, 4);
  }

  FakePty type(byte... bytes) {
    for (byte b : bytes) {
      typed.add(b & 0xff);
    }
    return this;
  }

  FakePty type(String text) {
    return type(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Runs {@code event} on the thread that reads, once it has read what was typed before. */
  FakePty then(Runnable event) {
    typed.add(event);
    return this;
  }

  /** The person leaves, and takes the terminal along. */
  FakePty hangUp() {
    typed.add(END);
    return this;
  }

  /** All that was written to it, with escape sequences. */
  String drawn() {
    return drawn.toString(StandardCharsets.UTF_8);
  }

  byte[] drawnBytes() {
    return drawn.toByteArray();
  }

  @Override
  public InputStream getSlaveInput() {
    return new TerminalInput(
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("a byte at a time");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            try {
              Object next = typed.take();
              while (next instanceof Runnable event) {
                event.run();
                next = typed.take();
              }
              if (next.equals(END)) {
                typed.add(END);
                return -1;
              }
              bytes[offset] = ((Integer) next).byteValue();
              int count = 1;
              while (count < length && typed.peek() instanceof Integer more && !more.equals(END)) {
                bytes[offset + count++] = more.byteValue();
                typed.remove();
              }
              return count;
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              return -1;
            }
          }
        });
  }

  @Override
  public OutputStream getSlaveOutput() {
    return drawn;
  }

  @Override
  public InputStream getMasterInput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OutputStream getMasterOutput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Attributes getAttr() {
    return new Attributes(attributes);
  }

  @Override
  public void setAttr(Attributes changed) {
    attributes = new Attributes(changed);
  }

  @Override
  public Size getSize() {
    return size;
  }

  @Override
  public void setSize(Size changed) {
    throw new AssertionError("the size is the terminal's own");
  }

  @Override
  public SystemStream getSystemStream() {
    return SystemStream.Output;
  }

  @Override
  public TerminalProvider getProvider() {
    return null;
  }

  @Override
  public void close() {}
}
