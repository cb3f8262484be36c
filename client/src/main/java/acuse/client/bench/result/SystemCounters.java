package acuse.client.bench.result;

/**
 * What this machine's kernel and our own JVM counted during a run. The kernel's counters are those
 * of the network namespace, so of all programs in it; −1 where the system has none.
 *
 * @param udpReceiveBufferErrors datagrams dropped for a full receive buffer (Udp RcvbufErrors)
 * @param udpSendBufferErrors datagrams dropped for a full send buffer (Udp SndbufErrors)
 * @param tcpRetransmissions segments sent again (Tcp RetransSegs)
 * @param gcPauseMillis pauses of our own garbage collector
 */
public record SystemCounters(
    long udpReceiveBufferErrors,
    long udpSendBufferErrors,
    long tcpRetransmissions,
    long gcPauseMillis) {}
