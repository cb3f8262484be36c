package acuse.client;

import acuse.common.stdio.HangUp;
import acuse.common.stdio.StandardDescriptors;
import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * The standard streams of the program, and which of them are terminals.
 *
 * @param in unbuffered
 * @param out unbuffered
 * @param err takes lines for people
 */
record StandardStreams(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    boolean isInTerminal,
    boolean isOutTerminal) {
  /** The streams that the program was started with. */
  static StandardStreams ofTheSystem(PrintWriter err) {
    return new StandardStreams(
        StandardDescriptors.in(),
        StandardDescriptors.out(),
        err,
        StandardDescriptors.isInTerminal(),
        StandardDescriptors.isOutTerminal());
  }

  /** Whether a person types here, and sees what is written. */
  boolean isDialogue() {
    return isInTerminal && isOutTerminal;
  }

  /** Whether there was a terminal that has gone, which ends the program as SIGHUP would. */
  boolean isTerminalGone() {
    return (isInTerminal && HangUp.endsProgram(FileDescriptor.in))
        || (isOutTerminal && HangUp.endsProgram(StandardDescriptors.outDescriptor()));
  }
}
