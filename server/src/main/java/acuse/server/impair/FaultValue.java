package acuse.server.impair;

/** How much of a fault there is. */
public sealed interface FaultValue permits Which, Delay, Rate, Stall, Count, Gap {
  /** In the form that {@code --impair} takes. */
  String text();
}
