package acuse.common.testing.fuzz;

import acuse.common.protocol.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Bytes that peers may send: most make sense, some are near a limit, and some are damaged. The same
 * seed makes the same.
 */
public final class RandomWire {
  private static final int MAX_MESSAGES = 12;
  private static final int MAX_MUTATIONS = 4;

  /** So many are not cut small. */
  private static final int MANY_BYTES = 10_000;

  /** Limits beyond this are not filled. */
  private static final int MAX_FILLED_BYTES = 100_000;

  private static final String[] WORDS = {
    "hola",
    "ñandú",
    "日本",
    "\r",
    "a\rb",
    "\0\0\0\2",
    "\u001b[2J",
    "exi",
    "exits",
    "ex it",
    "\u00a0exit"
  };
  private static final String[] EXITS = {"exit", "EXIT", " eXiT\t", "\0exit ", "exit\r"};
  private static final String[] ENDINGS = {"\n", "\n", "\r\n", "\r\r\n", "\n\n", ""};
  private static final byte[] TELLING_BYTES = {'\n', '\r', ' ', 0, 1, 0x7f, -128, -1};

  private final SplittableRandom random;

  public RandomWire(long seed) {
    random = new SplittableRandom(seed);
  }

  /** 0 to {@code bound} - 1. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** True about once in {@code times}. */
  public boolean oneIn(int times) {
    return below(times) == 0;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public final <T> T oneOf(T... values) {
    return values[below(values.length)];
  }

  /** A stream of messages in {@code framing}, some of them about as long as the limit. */
  public byte[] stream(Framing framing, int maxMessageBytes) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int messages = below(MAX_MESSAGES + 1); messages > 0; messages--) {
      byte[] message = message(maxMessageBytes);
      if (framing == Framing.LENGTH) {
        stream.writeBytes(header(message.length, maxMessageBytes));
      }
      stream.writeBytes(message);
    }
    byte[] sound = stream.toByteArray();
    return oneIn(2) ? sound : mutate(sound);
  }

  /** A message with its ending, near the limit or not. */
  public byte[] message(int maxMessageBytes) {
    String ending = oneOf(ENDINGS);
    byte[] message =
        oneIn(24)
            ? utf8(oneOf(EXITS))
            : switch (below(4)) {
              case 0 -> bytes(below(20));
              case 1 -> nearly(maxMessageBytes);
              default -> utf8(oneOf(WORDS));
            };
    return concat(message, utf8(ending));
  }

  /** So many bytes, any, or all the same. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    if (oneIn(2)) {
      random.nextBytes(bytes);
    } else {
      Arrays.fill(bytes, oneIn(4) ? TELLING_BYTES[below(TELLING_BYTES.length)] : (byte) 'x');
    }
    return bytes;
  }

  /** From two bytes less than {@code length} to three more. */
  public byte[] nearly(int length) {
    return bytes(Math.max(0, (length > MAX_FILLED_BYTES ? 0 : length) - 2 + below(6)));
  }

  /** The length of what follows, or, at times, a lie. */
  private byte[] header(int length, int maxMessageBytes) {
    int told =
        oneIn(6)
            ? oneOf(
                length + 1,
                length - 1,
                0,
                maxMessageBytes + 1,
                maxMessageBytes + 2,
                maxMessageBytes + 3,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                -1,
                random.nextInt())
            : length;
    return ByteBuffer.allocate(Integer.BYTES).putInt(told).array();
  }

  /** Some bytes are changed, taken out, put in, or there twice. */
  public byte[] mutate(byte[] bytes) {
    byte[] mutated = bytes;
    for (int mutations = 1 + below(MAX_MUTATIONS); mutations > 0; mutations--) {
      int at = below(mutated.length + 1);
      byte[] before = Arrays.copyOf(mutated, at);
      byte[] after = Arrays.copyOfRange(mutated, at, mutated.length);
      byte[] few = Arrays.copyOf(after, below(Math.min(after.length, 8) + 1));
      byte[] rest = Arrays.copyOfRange(after, few.length, after.length);
      mutated =
          switch (below(5)) {
            case 0 -> concat(before, rest);
            case 1 -> concat(before, few, few, rest);
            case 2 -> concat(before, bytes(few.length), rest);
            case 3 ->
                concat(before, new byte[] {TELLING_BYTES[below(TELLING_BYTES.length)]}, after);
            default -> flipOneBit(mutated);
          };
    }
    return mutated;
  }

  /** The stream in the order in which it is sent, in pieces of any size; none is empty. */
  public List<byte[]> cut(byte[] stream) {
    int all = Math.max(1, stream.length);
    int longest = stream.length > MANY_BYTES ? all : oneOf(1, 4, 32, all);
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < stream.length; ) {
      int end = Math.min(stream.length, at + 1 + below(longest));
      pieces.add(Arrays.copyOfRange(stream, at, end));
      at = end;
    }
    return pieces;
  }

  /** As {@link #cut}, with silence at some places: an empty piece. */
  public List<byte[]> cutWithSilences(byte[] stream) {
    int seldom = oneOf(2, 10, Integer.MAX_VALUE);
    List<byte[]> pieces = new ArrayList<>();
    for (byte[] piece : cut(stream)) {
      if (oneIn(seldom)) {
        pieces.add(new byte[0]);
      }
      pieces.add(piece);
    }
    return pieces;
  }

  private byte[] flipOneBit(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[below(flipped.length)] ^= (byte) (1 << below(Byte.SIZE));
    }
    return flipped;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
