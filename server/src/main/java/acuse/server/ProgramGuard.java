package acuse.server;

import acuse.common.command.ExitCode;
import acuse.common.text.Texts;
import acuse.server.console.ServerConsole;
import acuse.server.guard.GuardObserver;
import acuse.server.guard.Limit;
import java.time.Duration;
import java.util.Map;

/** Shows people who was not served, and ends the program when it can serve nobody any more. */
final class ProgramGuard implements GuardObserver {
  private final ServerConsole console;
  private final Texts texts;

  ProgramGuard(ServerConsole console, Texts texts) {
    this.console = console;
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

  /**
   * Ends at once: draining is what event loops do. Nor does it wait for an output that is stuck.
   */
  @Override
  public void eventLoopStandsStill(Duration limit) {
    console.complain(
        ServerCommand.NAME + ": " + texts.text("running.standstill", limit.toSeconds()));
    console.close();
    Runtime.getRuntime().halt(ExitCode.BUG);
  }
}
