package acuse.server.impair;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which messages a fault acts on. */
public sealed interface Which extends FaultValue {
  /** By chance, each message by itself. */
  record ByChance(Probability probability) implements Which {
    @Override
    public String text() {
      return probability.text();
    }
  }

  /** By their numbers, from 1. */
  record Numbers(SortedSet<Long> numbers) implements Which {
    public Numbers {
      numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
    }

    @Override
    public String text() {
      return numbers.stream().map(Object::toString).collect(Collectors.joining("+"));
    }
  }

  /** Each message whose number is a multiple of this one. */
  record Every(long interval) implements Which {
    @Override
    public String text() {
      return "every:" + interval;
    }
  }

  /** So many from the beginning. */
  record First(long count) implements Which {
    @Override
    public String text() {
      return "first:" + count;
    }
  }

  /**
   * In bursts, by the model of Gilbert and Elliott, with netem's parameters (tc-netem(8), gemodel):
   * a chain of good and bad states, one for each message.
   *
   * @param toBad p: how likely a bad state follows a good one
   * @param toGood r: how likely a good state follows a bad one
   * @param inBad 1-h: how likely the fault acts in a bad state
   * @param inGood 1-k: how likely it acts in a good state
   */
  record GilbertElliott(
      Probability toBad, Probability toGood, Probability inBad, Probability inGood)
      implements Which {
    @Override
    public String text() {
      String text = "ge:" + toBad.text() + "/" + toGood.text();
      if (!inBad.equals(Probability.ALWAYS) || !inGood.equals(Probability.NEVER)) {
        text += "/" + inBad.text();
      }
      return inGood.equals(Probability.NEVER) ? text : text + "/" + inGood.text();
    }
  }

  /** Whether chance decides, so that a TCP retransmission is drawn again. */
  default boolean isDrawn() {
    return this instanceof ByChance || this instanceof GilbertElliott;
  }

  /**
   * Reads {@code 20%}, {@code 2+5+7}, {@code every:3}, {@code first:2} or {@code ge:1%/30%}.
   *
   * @throws InvalidFaultException if {@code text} is none of these
   */
  static Which parse(String text) {
    if (text.startsWith("every:")) {
      return new Every(WhichText.number(text, "every:".length()));
    }
    if (text.startsWith("first:")) {
      return new First(WhichText.number(text, "first:".length()));
    }
    if (text.startsWith("ge:")) {
      return WhichText.gilbertElliott(text);
    }
    return text.endsWith("%") ? new ByChance(Probability.parse(text)) : WhichText.numbers(text);
  }
}
