package acuse.server;

import acuse.common.command.ExitCode;
import acuse.common.text.FileName;
import acuse.common.text.Texts;
import acuse.common.tls.PemException;
import acuse.server.console.ServerConsole;
import acuse.server.observe.ServerObserver;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Reports failures of the program itself, and ends the program when it cannot go on. */
final class ProgramGuard implements ServerObserver {
  private final ServerConsole console;
  private final Texts texts;

  ProgramGuard(ServerConsole console, Texts texts) {
    this.console = console;
    this.texts = texts;
  }

  @Override
  public Set<Event> wants() {
    return EnumSet.noneOf(Event.class);
  }

  @Override
  public void certificateRefused(PemException why) {
    complain(texts.text("tls.notRenewed", FileName.shown(why.file()), why.describe(texts)));
  }

  /**
   * Ends at once: draining is what event loops do. Nor does it wait for an output that is stuck.
   */
  @Override
  public void eventLoopStandsStill(Duration limit) {
    complain(texts.text("running.standstill", limit.toSeconds()));
    console.close();
    Runtime.getRuntime().halt(ExitCode.BUG);
  }

  private void complain(String sentence) {
    console.complain(ServerCommand.NAME + ": " + sentence);
  }
}
