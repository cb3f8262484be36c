/**
 * The examples of README and docs, run as they stand there and compared with what really comes out.
 *
 * <p>A page is a script of up to three terminals. The words after a fence say what a box is:
 *
 * <pre>
 * ```console               commands in the second terminal, each with its output
 * ```console first         ends what runs in the first terminal and starts something there
 * ```console third         the same for a third terminal
 * ```console stopped       the second terminal, after Ctrl-C in the first
 * ```console not-run       cannot be run; PagesTest counts these, and says why each is there
 * ```text first            what the first terminal has shown since it was last looked at
 * ```text first ends       the last lines that it has shown
 * ```python name.py        a file of this name; also ```text name.txt
 * </pre>
 *
 * <p>Other boxes are no examples. Ports stand for free ones, see {@link
 * acuse.client.docs.ExamplePorts}; times and process ids are masked, see {@link
 * acuse.client.docs.Masks}.
 */
package acuse.client.docs;
