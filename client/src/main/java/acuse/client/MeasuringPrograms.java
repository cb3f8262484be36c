package acuse.client;

import acuse.client.settings.BenchSettings;
import acuse.client.settings.CompareSettings;
import acuse.client.settings.PingSettings;
import acuse.common.command.ProgramName;
import acuse.common.text.Texts;

/** Runs the client's commands. */
final class MeasuringPrograms implements ClientPrograms {
  private final StandardStreams streams;
  private final Texts texts;
  private final StopRequest stopRequest;
  private final String commandLine;

  /**
   * @param arguments as they were typed
   */
  MeasuringPrograms(
      StandardStreams streams, Texts texts, StopRequest stopRequest, String... arguments) {
    this.streams = streams;
    this.texts = texts;
    this.stopRequest = stopRequest;
    this.commandLine = ShellWords.joined(ProgramName.of(ProgramName.CLIENT), arguments);
  }

  @Override
  public int bench(BenchSettings settings) throws InterruptedException {
    return new BenchProgram(settings, streams, texts, stopRequest, commandLine).run();
  }

  @Override
  public int compare(CompareSettings settings) {
    return new CompareProgram(settings, streams, texts).run();
  }

  @Override
  public int ping(PingSettings settings) throws InterruptedException {
    return new PingProgram(settings, streams, texts, stopRequest).run();
  }
}
