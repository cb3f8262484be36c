package acuse.fuzz;

import acuse.server.guard.AddressBlockCheck;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Blocks of addresses, as options have them, against a second reader of the notation. */
public final class AddressBlockTarget {
  private AddressBlockTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    if (data.consumeBoolean()) {
      AddressBlockCheck.check(data.consumeRemainingAsString());
    } else {
      AddressBlockCheck.check(bound -> data.consumeInt(0, bound - 1));
    }
  }
}
