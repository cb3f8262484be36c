package acuse.client.docs;

import acuse.common.testing.NoStrayOutput;
import java.util.ArrayList;
import java.util.List;

/** Where a page says something else than what really comes out. */
final class Differences {
  private final List<String> found = new ArrayList<>();
  private int ran;
  private int leftOut;

  /** An example ran. */
  void ran() {
    ran++;
  }

  /** An example was not run. */
  void leftOut() {
    leftOut++;
  }

  /** Notes a difference, if there is one, between lines that are comparable. */
  void compare(String where, List<String> wanted, List<String> got) {
    if (!wanted.equals(got)) {
      found.add(
          where
              + "the page says\n  "
              + String.join("\n  ", wanted)
              + "\nbut it is\n  "
              + String.join("\n  ", got));
    }
  }

  /** An example that did not end, or not start. */
  void failed(String where, AssertionError why) {
    found.add(where + why.getMessage());
  }

  /** Says how many examples there were. */
  void report(String page) {
    NoStrayOutput.note(page + ": " + ran + " examples ran, " + leftOut + " left out");
    if (!found.isEmpty()) {
      throw new AssertionError(String.join("\n", found));
    }
  }
}
