package acuse.server.capture;

/** The interfaces of a capture, in the order in which the file describes them. */
enum Link {
  TCP(0, "acuse-tcp", "TCP as the program reads and writes it", 6),
  UDP(1, "acuse-udp", "UDP as the program receives and sends it", 17);

  private final int id;
  private final String text;
  private final String description;
  private final int ipProtocol;

  Link(int id, String text, String description, int ipProtocol) {
    this.id = id;
    this.text = text;
    this.description = description;
    this.ipProtocol = ipProtocol;
  }

  /** Its number in the file, which counts from 0. */
  int id() {
    return id;
  }

  /** Its name in the file. */
  String text() {
    return text;
  }

  String description() {
    return description;
  }

  /** The number of the protocol in an IP header (IANA). */
  int ipProtocol() {
    return ipProtocol;
  }
}
