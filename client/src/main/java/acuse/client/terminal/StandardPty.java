package acuse.client.terminal;

import acuse.client.output.StandardOutput;
import acuse.common.stdio.StandardDescriptors;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * The terminal device behind stdin and stdout, with an input of our own: JLine's asks the system
 * for each byte, and goes on asking for ever when the terminal has gone.
 */
final class StandardPty implements Pty {
  private final Pty pty;
  private final InputStream input = new TerminalInput(new FileInputStream(FileDescriptor.in));

  StandardPty(Pty pty) {
    this.pty = pty;
  }

  @Override
  public InputStream getSlaveInput() {
    return input;
  }

  @Override
  public OutputStream getSlaveOutput() {
    return new StandardOutput(StandardDescriptors.out());
  }

  @Override
  public InputStream getMasterInput() throws IOException {
    return pty.getMasterInput();
  }

  @Override
  public OutputStream getMasterOutput() throws IOException {
    return pty.getMasterOutput();
  }

  @Override
  public Attributes getAttr() throws IOException {
    return pty.getAttr();
  }

  @Override
  public void setAttr(Attributes attributes) throws IOException {
    pty.setAttr(attributes);
  }

  @Override
  public Size getSize() throws IOException {
    return pty.getSize();
  }

  @Override
  public void setSize(Size size) throws IOException {
    pty.setSize(size);
  }

  @Override
  public SystemStream getSystemStream() {
    return pty.getSystemStream();
  }

  @Override
  public TerminalProvider getProvider() {
    return pty.getProvider();
  }

  /** Leaves the descriptors open. */
  @Override
  public void close() throws IOException {
    pty.close();
  }
}
