package acuse.training;

import acuse.client.ClientMain;
import acuse.common.command.UncaughtErrors;
import acuse.common.stdio.StandardDescriptors;
import java.io.IOException;

/** Does as people do with the client: a message over each protocol, a pipe, the help. */
public final class ClientTraining {
  private ClientTraining() {}

  /** Runs in the client's JVM, with messages at stdin. */
  public static void main(String[] arguments) throws IOException {
    // As main begins. A single class that is not in the archive makes a start open its jar.
    UncaughtErrors.endTheProgram("client");
    StandardDescriptors.reserve();
    try (EchoPeer peer = new EchoPeer()) {
      String tcp = "--port=" + peer.tcpPort();
      String udp = "--port=" + peer.udpPort();
      ClientMain.run(new String[] {"--protocol", "tcp", tcp, "hola"});
      ClientMain.run(new String[] {"--protocol", "udp", udp, "hola"});
      ClientMain.run(new String[] {"--protocol", "tcp", tcp});
      ClientMain.run(new String[] {"--help"});
    }
  }
}
