package acuse.server;

import acuse.common.command.UsageException;
import acuse.common.command.VersionProvider;
import acuse.common.stdio.FileProblem;
import acuse.common.text.FileName;
import acuse.common.text.Texts;
import acuse.server.capture.Capture;
import acuse.server.capture.CaptureListener;
import acuse.server.console.ServerConsole;
import acuse.server.output.PrivateFile;
import java.io.IOException;

/** The capture of {@code --pcap}: opens it, and says in words where it fails or ends. */
final class CaptureOutput implements AutoCloseable {
  private final CaptureSettings settings;
  private final Texts texts;
  private final ServerConsole console;
  private final Capture capture;

  /**
   * Opens it, and begins to write.
   *
   * @param console is told what is missing in it
   * @throws UsageException if it cannot be opened
   */
  CaptureOutput(CaptureSettings settings, Texts texts, ServerConsole console) {
    this.settings = settings;
    this.texts = texts;
    this.console = console;
    OutputFile file = settings.file();
    try {
      this.capture =
          Capture.begin(
              file.open(PrivateFile::replace),
              VersionProvider.version(),
              settings.config(),
              new Complaints());
    } catch (IOException e) {
      throw new UsageException(
          "tls.file", SeeOptions.PCAP, FileName.shown(file.path()), FileProblem.of(e));
    }
  }

  Capture capture() {
    return capture;
  }

  /** Writes what is left, and says how much was left out. */
  @Override
  public void close() {
    capture.close();
    if (capture.leftOut() > 0) {
      complain("pcap.leftOut", capture.leftOut());
    }
  }

  private void complain(String textKey, Object value) {
    console.complain(
        ServerCommand.NAME
            + ": "
            + texts.text(textKey, SeeOptions.PCAP, FileName.shown(settings.file().path()), value));
  }

  private final class Complaints implements CaptureListener {
    @Override
    public void failed(IOException why) {
      complain("sessions.failed", FileProblem.of(why));
    }

    @Override
    public void limitReached(long maxFileBytes) {
      complain("pcap.limit", maxFileBytes);
    }
  }
}
