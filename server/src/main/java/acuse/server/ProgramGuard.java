package acuse.server;

import acuse.common.command.ExitCode;
import acuse.common.text.Texts;
import acuse.server.console.ServerConsole;
import acuse.server.guard.GuardObserver;
import acuse.server.guard.Limit;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/** Shows people who was not served, and ends the program when it can serve nobody any more. */
final class ProgramGuard implements GuardObserver {
  private final ServerConsole console;
  private final PrintWriter err;
  private final Texts texts;

  ProgramGuard(ServerConsole console, PrintWriter err, Texts texts) {
    this.console = console;
    this.err = err;
    this.texts = texts;
  }

  @Override
  public void limitsActed(Map<Limit, Long> sinceLast) {
    console.limitsActed(sinceLast);
  }

  @Override
  public void acceptFailed(String reason) {
    console.acceptFailed(reason);
  }

  /** Ends at once: draining is what event loops do. */
  @Override
  public void eventLoopStandsStill(Duration limit) {
    err.println(ServerCommand.NAME + ": " + texts.text("running.standstill", limit.toSeconds()));
    Runtime.getRuntime().halt(ExitCode.BUG);
  }
}
