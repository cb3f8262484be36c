package acuse.client;

import acuse.client.settings.BenchSettings;
import acuse.client.settings.CompareSettings;
import acuse.client.settings.PingSettings;
import acuse.common.command.ExitCode;
import acuse.common.text.Texts;

/** Runs the client's commands. */
final class MeasuringPrograms implements ClientPrograms {
  MeasuringPrograms(StandardStreams streams, Texts texts, String[] arguments) {}

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
    return ExitCode.OK;
  }
}
