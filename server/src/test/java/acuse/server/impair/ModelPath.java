package acuse.server.impair;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import acuse.common.testing.fuzz.RandomWire;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * A second, simple model of faults on purpose: those of one direction of one UDP session, chosen at
 * random. It takes a list of datagrams and makes another one, stage by stage. With the server it
 * shares the hash that chance comes from, and nothing else.
 */
public final class ModelPath {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final Fault[] DRAWN = {Fault.LOSS, Fault.DUPLICATE, Fault.CORRUPT, Fault.REORDER};

  private final Path path;
  private final int numbers;
  private final Draw draw;
  private final RandomWire random;
  private final List<String> words = new ArrayList<>();
  private final Map<Fault, boolean[]> acts = new EnumMap<>(Fault.class);
  private final long[] delayNanos;
  private final int depth;
  private final long nanosPerByte;

  /**
   * A datagram at a place.
   *
   * @param number counts those of the session and direction, from 1
   * @param bytes one in each character
   * @param nanos when it is there
   */
  public record Datagram(int number, String bytes, long nanos) {
    Datagram at(long otherNanos) {
      return new Datagram(number, bytes, otherNanos);
    }
  }

  private record Waiting(Datagram datagram, int passesAfter) {
    long untilNanos() {
      return datagram.nanos() + 200 * MILLI;
    }
  }

  /**
   * Chooses faults.
   *
   * @param numbers how many datagrams there are at most
   */
  public ModelPath(Path path, int numbers, long seed, InetAddress peer, RandomWire random) {
    this.path = path;
    this.numbers = numbers;
    this.draw = new Draw(seed, path, peer, 1);
    this.random = random;
    for (Fault fault : DRAWN) {
      acts.put(fault, choose(fault));
    }
    acts.put(Fault.MUTE, path == Path.UDP_OUT ? choose(Fault.MUTE) : new boolean[numbers + 1]);
    depth = random.oneOf(1, 2, 3, 10);
    if (depth > 1 && words.stream().anyMatch(word -> word.startsWith("reorder="))) {
      words.add("reorder-depth=" + depth);
    }
    delayNanos = random.oneIn(2) ? chooseDelays() : new long[numbers + 1];
    nanosPerByte = random.oneIn(3) ? chooseRate() : 0;
  }

  /** As after {@code --impair}; empty for no faults. */
  public String text() {
    return words.isEmpty() ? "" : path.word() + ":" + String.join(",", words);
  }

  /** Whether a message has no reply. */
  public boolean isMuted(int message) {
    return acts.get(Fault.MUTE)[message];
  }

  /** Whether there is a rate. */
  public boolean isPaced() {
    return nanosPerByte > 0;
  }

  /** The datagrams that come out, by time, if these come in, by time. */
  public List<Datagram> pass(List<Datagram> datagrams) {
    List<Datagram> passing = new ArrayList<>();
    for (Datagram datagram : datagrams) {
      int number = datagram.number();
      if (!acts.get(Fault.LOSS)[number]) {
        String bytes = acts.get(Fault.CORRUPT)[number] ? corrupted(datagram) : datagram.bytes();
        Datagram later = new Datagram(number, bytes, datagram.nanos() + delayNanos[number]);
        passing.add(later);
        if (acts.get(Fault.DUPLICATE)[number]) {
          passing.add(later);
        }
      }
    }
    passing.sort(Comparator.comparingLong(Datagram::nanos)); // and else it keeps the order
    return reorder(pace(passing));
  }

  private String corrupted(Datagram datagram) {
    byte[] bytes = datagram.bytes().getBytes(ISO_8859_1);
    if (bytes.length > 0) {
      double drawn = draw.unit(Fault.CORRUPT, datagram.number(), Integer.MAX_VALUE);
      int bit = (int) (drawn * 8 * bytes.length);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    return new String(bytes, ISO_8859_1);
  }

  /** Tokens are the nanoseconds in which the rate brings them; less than none is a debt. */
  private List<Datagram> pace(List<Datagram> datagrams) {
    if (!isPaced()) {
      return datagrams;
    }
    List<Datagram> passing = new ArrayList<>();
    long tokens = SECOND;
    long countedAt = 0;
    for (Datagram datagram : datagrams) {
      long cost = datagram.bytes().length() * nanosPerByte;
      long most = Math.max(cost, 10 * MILLI);
      long left = Math.min(most, tokens + datagram.nanos() - countedAt) - cost;
      if (left >= -SECOND) {
        tokens = left;
        countedAt = datagram.nanos();
        passing.add(datagram.at(datagram.nanos() + Math.max(0, -left)));
      }
    }
    return passing;
  }

  private List<Datagram> reorder(List<Datagram> datagrams) {
    List<Datagram> passing = new ArrayList<>();
    List<Waiting> waiting = new ArrayList<>();
    int passed = 0;
    for (Datagram datagram : datagrams) {
      passLate(waiting, datagram.nanos(), passing);
      if (acts.get(Fault.REORDER)[datagram.number()]) {
        waiting.add(new Waiting(datagram, passed + depth));
        continue;
      }
      passing.add(datagram);
      passed++;
      while (!waiting.isEmpty() && waiting.get(0).passesAfter() <= passed) {
        passing.add(waiting.remove(0).datagram().at(datagram.nanos()));
      }
    }
    passLate(waiting, Long.MAX_VALUE, passing);
    return passing;
  }

  private static void passLate(List<Waiting> waiting, long nowNanos, List<Datagram> passing) {
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting late = all.next();
      if (late.untilNanos() <= nowNanos) {
        passing.add(late.datagram().at(late.untilNanos()));
        all.remove();
      }
    }
  }

  private boolean[] choose(Fault fault) {
    if (!random.oneIn(3)) {
      return new boolean[numbers + 1];
    }
    return switch (random.below(5)) {
      case 0 -> {
        int percent = random.oneOf(0, 5, 30, 30, 70, 100);
        yield acting(fault, percent + "%", number -> draw.unit(fault, number, 0) < percent / 100.0);
      }
      case 1 -> {
        TreeSet<Integer> list = new TreeSet<>();
        for (int many = 1 + random.below(8); many > 0; many--) {
          list.add(1 + random.below(numbers));
        }
        String text = list.stream().map(String::valueOf).collect(Collectors.joining("+"));
        yield acting(fault, text, list::contains);
      }
      case 2 -> {
        int interval = 1 + random.below(6);
        yield acting(fault, "every:" + interval, number -> number % interval == 0);
      }
      case 3 -> {
        int count = 1 + random.below(6);
        yield acting(fault, "first:" + count, number -> number <= count);
      }
      default -> bursts(fault);
    };
  }

  private boolean[] acting(Fault fault, String text, IntPredicate which) {
    words.add(fault.word() + "=" + text);
    boolean[] acting = new boolean[numbers + 1];
    for (int number = 1; number <= numbers; number++) {
      acting[number] = which.test(number);
    }
    return acting;
  }

  private boolean[] bursts(Fault fault) {
    int toBad = 1 + random.below(60);
    int toGood = 1 + random.below(60);
    int inBad = random.oneOf(100, 80, 50);
    int inGood = random.oneOf(0, 0, 10);
    String text = "ge:" + toBad + "%/" + toGood + "%/" + inBad + "%/" + inGood + "%";
    boolean[] bad = new boolean[numbers + 1];
    for (int number = 1; number <= numbers; number++) {
      double step = draw.unit(fault, number, 0);
      bad[number] = bad[number - 1] ? step >= toGood / 100.0 : step < toBad / 100.0;
    }
    return acting(
        fault,
        text,
        number -> draw.unit(fault, number, 1) < (bad[number] ? inBad : inGood) / 100.0);
  }

  private long[] chooseDelays() {
    int middle = 1 + random.below(60);
    int spread = 1 + random.below(60);
    int kind = random.below(4);
    String jitter = "ms" + random.oneOf("±", "+-") + spread + "ms";
    words.add(
        "delay="
            + middle
            + new String[] {"ms", jitter, jitter + "/normal", jitter + "/pareto"}[kind]);
    long[] delays = new long[numbers + 1];
    for (int number = 1; number <= numbers; number++) {
      double some = 1 - draw.unit(Fault.DELAY, number, 0);
      double other = draw.unit(Fault.DELAY, number, 1);
      double deviation =
          switch (kind) {
            case 0 -> 0;
            case 1 -> 2 * other - 1;
            case 2 ->
                StrictMath.sqrt(-2 * StrictMath.log(some))
                    * StrictMath.cos(2 * StrictMath.PI * other);
            default -> 2 * (StrictMath.pow(some, -1.0 / 3) - 1) - 1;
          };
      double nanos = (double) middle * MILLI + (double) spread * MILLI * deviation;
      delays[number] = (long) Math.max(0, nanos);
    }
    return delays;
  }

  /**
   * Nanoseconds per byte are whole, and no number of them is 200 ms, or two datagrams could be due
   * at the same time, and then either may go first.
   */
  private long chooseRate() {
    long bits = random.oneOf(4_096L, 12_500L, 156_250L, 1_953_125L);
    words.add("rate=" + bits + "bit");
    return 8 * SECOND / bits;
  }
}
