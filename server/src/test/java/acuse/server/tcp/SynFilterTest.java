package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SynFilterTest {
  private static final int SILENCE_MILLIS = 200;
  private static final int RETRANSMISSION_MILLIS = 20_000;

  @BeforeEach
  void needsEpoll() {
    assumeTrue(IoTransport.EPOLL.isAvailable());
  }

  @Test
  void whoComesLaterHearsNothingAndIsRefusedOnceTheSocketIsClosed() throws Exception {
    EventLoopGroup eventLoop =
        new MultiThreadIoEventLoopGroup(1, IoTransport.EPOLL.ioHandlerFactory());
    try {
      Channel listening = listen(eventLoop);
      InetSocketAddress address = (InetSocketAddress) listening.localAddress();
      try (Socket before = new Socket();
          Socket after = new Socket()) {
        before.connect(address);
        SynFilter.attach(listening);
        try (Socket late = new Socket()) {
          assertThatThrownBy(() -> late.connect(address, SILENCE_MILLIS))
              .isInstanceOf(SocketTimeoutException.class);
        }
        listening.close().syncUninterruptibly();
        assertThatThrownBy(() -> after.connect(address, RETRANSMISSION_MILLIS))
            .isInstanceOf(ConnectException.class);
      }
    } finally {
      eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
  }

  private static Channel listen(EventLoopGroup eventLoop) {
    return new ServerBootstrap()
        .group(eventLoop)
        .channelFactory(IoTransport.EPOLL.serverSockets(SocketProtocolFamily.INET))
        .childHandler(new ChannelInboundHandlerAdapter())
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .syncUninterruptibly()
        .channel();
  }

  /** Linux would reset those whose handshake ends in the moment in which the socket is closed. */
  @Test
  void whoConnectsWhileTheServerStopsIsNotReset() throws Exception {
    for (int round = 0; round < 5; round++) {
      AcuseServer server = TestServer.start();
      Thread closing = new Thread(server::close);
      boolean refused = false;
      for (int count = 0; !refused; count++) {
        if (count == 50) {
          closing.start();
        }
        refused = !isServed(server.tcpAddress());
      }
      closing.join();
    }
  }

  /** False if nobody took the connection. A message that is sent too late is not answered. */
  private static boolean isServed(InetSocketAddress address) throws IOException {
    TcpPeer peer;
    try {
      peer = Peer.tcp(address);
    } catch (ConnectException e) {
      return false;
    }
    try (peer) {
      peer.send("hola\n");
      peer.finish();
      assertThat(peer.receiveAll()).isIn("Servidor TCP recibió: hola\n", "");
      return true;
    }
  }
}
