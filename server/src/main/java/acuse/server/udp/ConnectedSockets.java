package acuse.server.udp;

import acuse.common.command.OpenFiles;
import acuse.common.transport.AddressFamily;
import acuse.common.transport.IoTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** UDP sockets of one event loop, each connected to a target. */
final class ConnectedSockets implements OnwardChannels {
  /** More does not wait for the system in one socket: there may be thousands of them. */
  private static final WriteBufferWaterMark WAITING_BYTES =
      new WriteBufferWaterMark(8 << 10, 16 << 10);

  /** What may wait in a socket while its event loop is busy; some of the longest datagrams. */
  private static final int QUEUE_BYTES = 256 << 10;

  /**
   * Files that this process must be able to open besides: peers without number are not to keep it
   * from accepting connections, or from loading what it needs to stop.
   */
  private static final int FILES_FOR_OTHERS = 8;

  private final IoTransport transport;
  private final EventLoop eventLoop;
  private final ByteBufAllocator allocator;
  private final RecvByteBufAllocator receiveBuffer;
  private final int maxDatagramBytes;
  private final Consumer<Channel> onOpen;

  /**
   * @param transport resolved
   * @param receiveBuffer shared by all, so that an idle socket has none
   * @param maxDatagramBytes the longest datagram
   * @param onOpen is told of each socket
   */
  ConnectedSockets(
      IoTransport transport,
      EventLoop eventLoop,
      ByteBufAllocator allocator,
      RecvByteBufAllocator receiveBuffer,
      int maxDatagramBytes,
      Consumer<Channel> onOpen) {
    this.transport = transport;
    this.eventLoop = eventLoop;
    this.allocator = allocator;
    this.receiveBuffer = receiveBuffer;
    this.maxDatagramBytes = maxDatagramBytes;
    this.onOpen = onOpen;
  }

  /** With io_uring, the kernel has a buffer of each socket until a datagram comes. */
  @Override
  public int bufferBytes() {
    return transport == IoTransport.IO_URING ? maxDatagramBytes : 0;
  }

  @Override
  public Channel create(InetSocketAddress target) {
    if (!OpenFiles.canOpen(FILES_FOR_OTHERS)) {
      throw new ChannelException("too few files left");
    }
    return transport.datagramSockets(AddressFamily.of(target)).newChannel();
  }

  @Override
  public ChannelFuture connect(
      Channel socket, InetSocketAddress target, ChannelHandler... handlers) {
    Bootstrap bootstrap = new Bootstrap();
    if (transport == IoTransport.EPOLL) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, maxDatagramBytes);
    }
    return bootstrap
        .group(eventLoop)
        .channelFactory(() -> socket)
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffer)
        .option(ChannelOption.SO_RCVBUF, QUEUE_BYTES)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING_BYTES)
        .disableResolver()
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                onOpen.accept(channel);
                channel
                    .pipeline()
                    .addLast("empty datagrams", new EmptyDatagrams())
                    .addLast(handlers);
              }
            })
        .connect(target);
  }
}
