package acuse.client.settings;

import acuse.common.command.InvalidValueException;
import acuse.common.command.ValueConverter;
import acuse.common.command.WholeNumber;
import java.util.ArrayList;
import java.util.List;

/** Reads rates: {@code 500}, {@code 200,500,1000} or {@code max}. */
final class RatesConverter implements ValueConverter<Rates> {
  /** More than a loopback carries. */
  private static final int MAX_PER_SECOND = 10_000_000;

  /** More steps than a chart shows. */
  private static final int MAX_STEPS = 100;

  @Override
  public Rates convert(String value) {
    if (value.equalsIgnoreCase("max")) {
      return Rates.MAX;
    }
    String[] steps = value.split(",", -1);
    List<Integer> perSecond = new ArrayList<>();
    try {
      for (String step : steps) {
        perSecond.add(WholeNumber.parse(step, 1, MAX_PER_SECOND));
      }
    } catch (InvalidValueException e) {
      throw new InvalidValueException("value.rates", MAX_PER_SECOND, MAX_STEPS);
    }
    if (steps.length > MAX_STEPS) {
      throw new InvalidValueException("value.rates", MAX_PER_SECOND, MAX_STEPS);
    }
    return new Rates(perSecond);
  }
}
