package acuse.server.testing;

import acuse.common.tls.PemException;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.listen.ListenException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A program with a server in it, and with fewer and fewer files that it may still open. To be run
 * with a low {@code ulimit -n}. Says for each number of free ones whether the server started.
 */
public final class FilesHeld {
  private static final File OPEN_FILES = new File("/proc/self/fd");
  private static final int MOST_FREE = 40;
  private static final int LOOKS = 100;
  private static final int LOOK_EVERY_MILLIS = 10;

  private FilesHeld() {}

  /**
   * Prints a line for each number, such as {@code 17 TOO_MANY_FILES}, and how many files are open
   * at the end that were not before.
   */
  public static void main(String[] arguments) throws Exception {
    ServerConfig config =
        ServerConfig.builder()
            .host(InetAddress.getByName(arguments[0]))
            .tcpPort(0)
            .udpPort(0)
            .threads(2)
            .build();
    startWithFewerAndFewer(config); // opens the jars of all classes that this takes
    int before = OPEN_FILES.list().length;
    startWithFewerAndFewer(config).forEach(System.out::println);
    System.out.println("leaked " + leaked(before));
  }

  /**
   * How many more files are open than before. Looks again for a while where there are more: the JVM
   * opens files of its own for a moment (how much memory is free, for its compiler threads). A leak
   * stays.
   */
  private static int leaked(int before) throws InterruptedException {
    int leaked = OPEN_FILES.list().length - before;
    for (int look = 0; leaked > 0 && look < LOOKS; look++) {
      Thread.sleep(LOOK_EVERY_MILLIS);
      leaked = OPEN_FILES.list().length - before;
    }
    return leaked;
  }

  private static List<String> startWithFewerAndFewer(ServerConfig config) throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (int free = MOST_FREE; free >= 0; free--) {
      Deque<FileInputStream> held = holdAllBut(free);
      outcomes.add(free + " " + start(config));
      while (!held.isEmpty()) {
        held.pop().close();
      }
    }
    return outcomes;
  }

  private static String start(ServerConfig config) throws PemException {
    try {
      AcuseServer.start(config).close();
      return "served";
    } catch (ListenException e) {
      return e.reason().name();
    }
  }

  private static Deque<FileInputStream> holdAllBut(int free) throws IOException {
    Deque<FileInputStream> held = new ArrayDeque<>();
    try {
      while (true) {
        held.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException noneLeft) {
      for (int i = 0; i < free; i++) {
        held.pop().close();
      }
    }
    return held;
  }
}
