package acuse.client.bench.engine;

import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.common.transport.IoTransport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs measurements, one after another or, for {@code ping}, two at once. Owns the event loops:
 * half as many as there are processors, so that the rest is left to the system and to a server on
 * the same machine.
 */
public final class Engine implements AutoCloseable {
  private final EventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();
  private final IoTransport transport;
  private final List<Run> running = new ArrayList<>();
  private boolean isStopped;

  /** With the best transport of this machine. */
  public Engine() {
    this(IoTransport.AUTO);
  }

  Engine(IoTransport transport) {
    this.transport = transport;
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.group =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("acuse-bench", true), transport.ioHandlerFactory());
    for (EventExecutor loop : group) {
      loops.add((EventLoop) loop);
    }
  }

  /**
   * Runs {@code plan} to its end, on the calling thread and the event loops.
   *
   * @param listener is called by the calling thread
   * @param messages is called by event loops
   * @throws acuse.client.tls.TlsException if TLS with the peer failed
   * @throws IOException if {@code listener} could not write
   */
  public RunResult run(RunPlan plan, RunListener listener, ProbeListener messages)
      throws IOException, InterruptedException {
    Run run = new Run(plan, Run.newMark(), loops, new Sockets(transport, plan), listener, messages);
    synchronized (this) {
      running.add(run);
      if (isStopped) {
        run.stop();
      }
    }
    try {
      return run.run();
    } finally {
      synchronized (this) {
        running.remove(run);
      }
    }
  }

  /** Ends what runs, with the result so far, and all that is to come; for any thread. */
  public synchronized void stop() {
    isStopped = true;
    running.forEach(Run::stop);
  }

  /** Whether {@link #stop} was called. */
  public synchronized boolean isStopped() {
    return isStopped;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
