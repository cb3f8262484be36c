package acuse.client.bench.report;

import acuse.common.text.TerminalText;

/** Text within HTML that is well-formed XML, too. */
final class Html {
  private Html() {}

  /** {@code text} as content or as the value of an attribute; control characters are escaped. */
  static String escape(String text) {
    return TerminalText.escape(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
