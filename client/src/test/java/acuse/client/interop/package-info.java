/**
 * Acuse among the programs that people bring: netcat, ncat, socat, telnet and Python, each as it
 * is, over real sockets; and a person's terminal, which tmux draws. Left out unless asked for,
 * since not every machine has them all:
 *
 * <pre>
 * mvn verify -Dacuse.interop=true
 * </pre>
 *
 * <p>Once asked for, a program that is not installed is a failure. {@code .ci/run} installs them.
 *
 * <p>One test class per program or theme. {@link acuse.client.interop.RunningServer} is the server
 * under test, {@link acuse.client.interop.Tool} starts a peer, {@link
 * acuse.client.interop.PeerProcess} is the peer while it runs, and {@link
 * acuse.client.interop.Finished} what it left behind; {@link acuse.client.interop.Terminal} has
 * keys and a screen.
 */
package acuse.client.interop;
