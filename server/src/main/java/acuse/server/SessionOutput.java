package acuse.server;

import acuse.common.command.UsageException;
import acuse.common.protocol.Protocol;
import acuse.common.stdio.FileProblem;
import acuse.common.text.FileName;
import acuse.common.text.Texts;
import acuse.server.console.ServerConsole;
import acuse.server.story.SessionLog;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Opens the log of sessions for {@code --sessions}, and says in words where it fails. */
final class SessionOutput {
  private final OutputFile file;
  private final Texts texts;

  SessionOutput(OutputFile file, Texts texts) {
    this.file = file;
    this.texts = texts;
  }

  /**
   * Opens it.
   *
   * @param console is told what is missing in it
   * @throws UsageException if it cannot be opened
   */
  SessionLog open(ServerConsole console) {
    try {
      return new SessionLog(file.open(SessionLog::append), new Complaints(console));
    } catch (IOException e) {
      throw new UsageException(
          "tls.file", SeeOptions.SESSIONS, FileName.shown(file.path()), FileProblem.of(e));
    }
  }

  /** Begins to write. On the standard output, the first lines say where the server listens. */
  void start(SessionLog log, Set<Protocol> protocols, AcuseServer server) {
    log.start(
        file.isStandardOutput()
            ? protocols.stream()
                .sorted()
                .map(each -> listeningLine(each, server.address(each)))
                .toList()
            : List.of());
  }

  /** No character of an address needs an escape. */
  private static String listeningLine(Protocol protocol, InetSocketAddress address) {
    return "{\"event\":\"listening\",\"protocol\":\"%s\",\"address\":\"%s\"}"
        .formatted(
            protocol.name().toLowerCase(Locale.ROOT), NetUtil.toSocketAddressString(address));
  }

  private final class Complaints implements SessionLog.Listener {
    private final ServerConsole console;

    private Complaints(ServerConsole console) {
      this.console = console;
    }

    @Override
    public void failed(IOException why) {
      complain("sessions.failed", FileProblem.of(why));
    }

    @Override
    public void leftOut(long sessions) {
      complain("sessions.leftOut", sessions);
    }

    private void complain(String textKey, Object value) {
      console.complain(
          ServerCommand.NAME
              + ": "
              + texts.text(textKey, SeeOptions.SESSIONS, FileName.shown(file.path()), value));
    }
  }
}
