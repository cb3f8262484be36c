package acuse.server.capture;

import acuse.server.output.OutputQueue;
import acuse.server.output.WholeWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Queue;

/**
 * Writes packets as a pcapng file, whole blocks at a time: what was written can be read at any
 * moment. The first failure ends it. For the one thread of the queue.
 */
final class CaptureFile implements OutputQueue.Writer<CaptureFile.Queued> {
  private static final String COMMENT =
      "Written by Acuse from inside the program: payloads and times are real, headers are drawn,"
          + " and so are packets whose comment is \"drawn\". Under TLS it is the plain text.";

  /** A full buffer is written; the longest block fits besides. */
  private static final int WRITE_BYTES = 64 * 1024;

  private static final int MAX_COMMENT_CHARS = 4096;
  private static final int BUFFER_BYTES =
      WRITE_BYTES
          + PcapngBlocks.maxPacketBlockBytes(DrawnPacket.MAX_BYTES + 40, "")
          + 3 * MAX_COMMENT_CHARS;

  /** Two blocks of statistics, which stand at the end of a file with a limit too. */
  private static final int STATISTICS_BYTES = Link.values().length * 52;

  private final WritableByteChannel out;
  private final String application;
  private final CaptureConfig config;
  private final CaptureClock clock;
  private final CaptureListener listener;
  private final Drops drops;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final PcapngBlocks blocks = new PcapngBlocks(buffer);
  private final long[] received = new long[Link.values().length];
  private final long[] droppedBefore = new long[Link.values().length];
  private long fileBytes;
  private boolean begun;
  private boolean statisticsWritten;

  private volatile boolean failed;

  /** Read on all threads. */
  private volatile boolean over;

  /**
   * A packet in the queue.
   *
   * @param droppedSoFar how many packets of its interface had been left out when it was queued
   */
  record Queued(CapturedPacket packet, long droppedSoFar) {}

  /** What the queue had no room for. Thread-safe. */
  interface Drops {
    /** How many packets of an interface were left out since the start. */
    long of(Link link);

    /** A packet has left the queue. */
    void taken(CapturedPacket packet);
  }

  CaptureFile(
      WritableByteChannel out,
      String application,
      CaptureConfig config,
      CaptureClock clock,
      CaptureListener listener,
      Drops drops) {
    this.out = out;
    this.application = application;
    this.config = config;
    this.clock = clock;
    this.listener = listener;
    this.drops = drops;
  }

  /** Whether nothing more is written. */
  boolean isOver() {
    return over;
  }

  @Override
  public boolean isPending() {
    return !begun;
  }

  @Override
  public boolean write(Queue<Queued> queued) {
    boolean any = false;
    try {
      if (!begun) {
        begun = true;
        any = true;
        begin();
      }
      Queued next = queued.poll();
      while (next != null) {
        any = true;
        drops.taken(next.packet());
        add(next.packet(), next.droppedSoFar());
        next = buffer.position() >= WRITE_BYTES ? null : queued.poll();
      }
      flush();
    } catch (IOException e) {
      fail(e);
    }
    return any;
  }

  /** Appends the statistics; called when the queue is empty and its thread has ended. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    try {
      addStatistics();
      flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void begin() {
    blocks.sectionHeader(COMMENT, application);
    for (Link link : Link.values()) {
      blocks.interfaceDescription(link, config.maxPacketBytes());
    }
  }

  /** Nothing more is written. Told once. */
  void fail(IOException why) {
    over = true;
    if (!failed) {
      failed = true;
      buffer.clear();
      listener.failed(why);
    }
  }

  /** Nothing more is written, and nobody is told that it fails: its output is being closed. */
  void abandon() {
    over = true;
    failed = true;
  }

  private void add(CapturedPacket packet, long droppedSoFar) throws IOException {
    if (over) {
      return;
    }
    byte[] drawn = DrawnPacket.draw(packet);
    int captured =
        config.maxPacketBytes() == CaptureConfig.UNLIMITED
            ? drawn.length
            : Math.min(drawn.length, config.maxPacketBytes());
    int link = packet.link().id();
    int start = buffer.position();
    blocks.packet(
        shortened(packet), drawn, captured, Math.max(0, droppedSoFar - droppedBefore[link]));
    if (isBeyondLimit()) {
      buffer.position(start);
      addStatistics();
      over = true;
      flush();
      listener.limitReached(config.maxFileBytes());
      return;
    }
    droppedBefore[link] = Math.max(droppedSoFar, droppedBefore[link]);
    received[link]++;
  }

  private boolean isBeyondLimit() {
    return config.maxFileBytes() != CaptureConfig.UNLIMITED
        && fileBytes + buffer.position() + STATISTICS_BYTES > config.maxFileBytes();
  }

  private void addStatistics() {
    if (statisticsWritten) {
      return;
    }
    statisticsWritten = true;
    for (Link link : Link.values()) {
      long dropped = drops.of(link);
      blocks.interfaceStatistics(link, clock.epochNanos(), received[link.id()] + dropped, dropped);
    }
  }

  private static CapturedPacket shortened(CapturedPacket packet) {
    if (packet.comment().length() <= MAX_COMMENT_CHARS) {
      return packet;
    }
    return new CapturedPacket(
        packet.epochNanos(),
        packet.inbound(),
        packet.from(),
        packet.to(),
        packet.tcp(),
        packet.payload(),
        packet.comment().substring(0, MAX_COMMENT_CHARS - 1) + "…");
  }

  private void flush() throws IOException {
    buffer.flip();
    fileBytes += buffer.remaining();
    WholeWrite.to(out, buffer);
    buffer.clear();
  }
}
