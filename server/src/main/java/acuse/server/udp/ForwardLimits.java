package acuse.server.udp;

import java.time.Duration;

/**
 * How many sockets onward there may be, and for how long.
 *
 * @param maxSockets in the whole server
 * @param newPerNetwork how many may be opened per second for one IPv4 address, or for one /64 of
 *     IPv6; and at once after a pause
 * @param newInAll the same for all peers together
 * @param maxSilence when one is given up, if neither its peer nor the target sends anything
 * @param crowdedSilence the same while there are as many as there may be
 */
record ForwardLimits(
    int maxSockets, int newPerNetwork, int newInAll, Duration maxSilence, Duration crowdedSilence) {
  static final ForwardLimits DEFAULTS =
      new ForwardLimits(10_000, 100, 1_000, Duration.ofMinutes(1), Duration.ofSeconds(10));
}
