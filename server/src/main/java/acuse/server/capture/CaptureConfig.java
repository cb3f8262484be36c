package acuse.server.capture;

/**
 * How much is captured.
 *
 * @param maxPacketBytes of each packet, headers included; {@link #UNLIMITED} for all
 * @param maxFileBytes where the file ends; {@link #UNLIMITED} for nowhere
 */
public record CaptureConfig(int maxPacketBytes, long maxFileBytes) {
  public static final int UNLIMITED = 0;

  public CaptureConfig {
    if (maxPacketBytes < 0 || maxFileBytes < 0) {
      throw new IllegalArgumentException(
          "maxPacketBytes=" + maxPacketBytes + " maxFileBytes=" + maxFileBytes);
    }
  }
}
