package acuse.client.bench.report;

import acuse.common.protocol.Protocol;

/**
 * How a line of a chart is drawn. The colours keep a contrast of 3:1 (WCAG 2.2, 1.4.11) on white
 * and on the dark grey of browsers, and can be told apart by colour-blind people.
 *
 * @param colour as SVG takes it
 * @param width in pixels
 * @param dashes as {@code stroke-dasharray} takes them; empty for a solid line
 * @param opacity from 0 to 1
 */
record Stroke(String colour, double width, String dashes, double opacity) {
  /** Of lost messages. */
  static final String LOSS_COLOUR = "#d1324f";

  /** A solid line in the colour of {@code protocol}. */
  static Stroke of(Protocol protocol) {
    return new Stroke(colour(protocol), 2.5, "", 1);
  }

  static String colour(Protocol protocol) {
    return protocol == Protocol.TCP ? "#2878c8" : "#d9730d";
  }

  Stroke dashed() {
    return new Stroke(colour, 1.75, "7 4", opacity);
  }

  Stroke dotted() {
    return new Stroke(colour, 1.5, "1.5 4", opacity);
  }

  Stroke thin() {
    return new Stroke(colour, 1.25, dashes, opacity);
  }

  Stroke faint() {
    return new Stroke(colour, width, dashes, 0.4);
  }

  /** The attributes of an SVG element. */
  String attributes() {
    StringBuilder attributes = new StringBuilder();
    attributes.append("fill=\"none\" stroke=\"").append(colour);
    attributes.append("\" stroke-width=\"").append(width);
    attributes.append("\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    if (!dashes.isEmpty()) {
      attributes.append(" stroke-dasharray=\"").append(dashes).append('"');
    }
    if (opacity < 1) {
      attributes.append(" stroke-opacity=\"").append(opacity).append('"');
    }
    return attributes.toString();
  }
}
