package acuse.server.testing;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Megabytes by chance that one end sends, to its FIN, and their digest. */
public final class Transfer {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int BLOCKS_PER_MEGABYTE = 16;

  private final CompletableFuture<String> digest;

  private Transfer(CompletableFuture<String> digest) {
    this.digest = digest;
  }

  /** Begins to send, on a thread of its own. */
  public static Transfer begin(Peer.TcpPeer sender, long seed, int megabytes) {
    CompletableFuture<String> digest = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                digest.complete(send(sender, seed, megabytes));
              } catch (IOException | NoSuchAlgorithmException e) {
                digest.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return new Transfer(digest);
  }

  private static String send(Peer.TcpPeer sender, long seed, int megabytes)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    Random random = new Random(seed);
    byte[] block = new byte[BLOCK_BYTES];
    for (int blocks = megabytes * BLOCKS_PER_MEGABYTE; blocks > 0; blocks--) {
      random.nextBytes(block);
      sent.update(block);
      sender.send(block);
    }
    sender.finish();
    return HexFormat.of().formatHex(sent.digest());
  }

  /** Of everything that was sent, when it is. */
  public String digest() {
    return digest.join();
  }

  /** Of everything that comes, to the FIN. */
  public static String digestOfAll(Peer.TcpPeer receiver)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest received = MessageDigest.getInstance("SHA-256");
    byte[] block = receiver.receiveBytes(BLOCK_BYTES);
    while (block.length > 0) {
      received.update(block);
      block = receiver.receiveBytes(BLOCK_BYTES);
    }
    return HexFormat.of().formatHex(received.digest());
  }
}
