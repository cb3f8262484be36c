/**
 * Sends probes on schedule and decides what became of each. Schedule, ledger and reply check stand
 * once above both wires; the handlers for TCP and UDP are thin. Results are values of {@link
 * acuse.client.bench.result}; nothing is printed here.
 *
 * <pre>
 * Engine ─→ Run ─→ Worker, one per event loop ─→ Flow, one per socket ─→ Ledger, Tally, Durations
 *                                                   ↑ ReplyReader ←─ TcpReplies, UdpReplies
 * </pre>
 */
package acuse.client.bench.engine;
