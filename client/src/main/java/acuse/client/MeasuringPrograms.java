package acuse.client;

import acuse.client.settings.BenchSettings;
import acuse.client.settings.CompareSettings;
import acuse.client.settings.PingSettings;
import acuse.common.command.ExitCode;
import acuse.common.text.Texts;

/** Runs the client's commands. */
final class MeasuringPrograms implements ClientPrograms {
  private final StandardStreams streams;
  private final Texts texts;
  private final StopRequest stopRequest;

  MeasuringPrograms(StandardStreams streams, Texts texts, StopRequest stopRequest) {
    this.streams = streams;
    this.texts = texts;
    this.stopRequest = stopRequest;
  }

  @Override
  public int bench(BenchSettings settings) throws InterruptedException {
    return ExitCode.OK;
  }

  @Override
  public int compare(CompareSettings settings) throws InterruptedException {
    return ExitCode.OK;
  }

  @Override
  public int ping(PingSettings settings) throws InterruptedException {
    return new PingProgram(settings, streams, texts, stopRequest).run();
  }
}
