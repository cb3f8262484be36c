package acuse.client.bench.result;

/**
 * What became of the messages: {@code intended = answered + lost + notSent + rejected}.
 *
 * @param intended due within the duration, without the warm-up
 * @param sent given to a channel
 * @param notSent not sent, for the socket's buffer was full
 * @param answered with a reply in time
 * @param lost without a reply in time, or in flight when the connection broke
 * @param late lost, with a reply after the timeout
 * @param duplicated further replies to a message that had one (RFC 5560)
 * @param reordered replies behind the reply to a later message (RFC 4737)
 * @param corrupted replies with this run's mark whose bytes are not whole
 * @param stray datagrams and bytes that belong to no message of this run
 * @param rejected refused by the server with a rejection
 * @param connectFailures connections that could not be opened
 * @param broken connections that broke
 * @param bytesSent of messages, without headers
 * @param bytesReceived of replies, without headers
 */
public record Counts(
    long intended,
    long sent,
    long notSent,
    long answered,
    long lost,
    long late,
    long duplicated,
    long reordered,
    long corrupted,
    long stray,
    long rejected,
    long connectFailures,
    long broken,
    long bytesSent,
    long bytesReceived) {}
