package acuse.client;

import acuse.client.settings.BenchSettings;
import acuse.client.settings.CompareSettings;
import acuse.client.settings.PingSettings;

/** Runs the settings of the client's commands. Each method returns the exit status. */
interface ClientPrograms {
  int bench(BenchSettings settings) throws InterruptedException;

  int compare(CompareSettings settings) throws InterruptedException;

  int ping(PingSettings settings) throws InterruptedException;
}
