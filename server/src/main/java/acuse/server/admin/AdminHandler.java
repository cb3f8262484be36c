package acuse.server.admin;

import acuse.server.guard.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One connection of the admin port: a request is read, answered, and the answer sent, before the
 * next one is read.
 *
 * <pre>
 * read ─→ request ─→ wait for the pace ─→ answer ─→ all sent ─→ read …
 *                                                      └── the last one: FIN, drop what comes, close
 * </pre>
 *
 * Each stage has its time; when that is over, the connection is closed. Runs on its event loop.
 */
final class AdminHandler extends ChannelInboundHandlerAdapter {
  private static final InternalLogger LOGGER =
      InternalLoggerFactory.getInstance(AdminHandler.class);

  /** For all of a first request, however its bytes come. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(5);

  /** For the silence after an answer, and the next request. */
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(30);

  /** For a peer to take an answer. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /**
   * For a peer's FIN after ours. A socket that is closed with unread bytes sends RST, and the peer
   * could lose the answer (RFC 9112, section 9.6).
   */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final int MAX_DROPPED_BYTES = 1 << 20;

  /** RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final RequestCheck check;
  private final RequestPace pace;
  private final AdminConnections connections;

  private ChannelHandlerContext ctx;
  private Future<?> deadline;
  private boolean awaitsRequest;
  private boolean lingering;
  private boolean streaming;
  private int droppedBytes;

  AdminHandler(RequestCheck check, RequestPace pace, AdminConnections connections) {
    this.check = check;
    this.pace = pace;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    connections.opened(this);
    awaitRequest(FIRST_REQUEST);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadline.cancel(false);
    if (!streaming) {
      connections.closed(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (lingering || !awaitsRequest) {
      drop(read);
      if (streaming) {
        ctx.close(); // there is no end that another answer could follow
      }
      return;
    }
    awaitsRequest = false;
    FullHttpRequest request = (FullHttpRequest) read;
    connections.answersRequest(this);
    closeAfter(ANSWER);
    long delayNanos = pace.delayNanos(System.nanoTime());
    if (delayNanos == 0) {
      answer(request);
    } else {
      ctx.executor().schedule(() -> answer(request), delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close(); // all requests before it are answered
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (Failure.isBug(cause)) {
      LOGGER.error("bug on the admin port", cause);
    }
    ctx.close();
  }

  void closeAtOnce() {
    ctx.close();
  }

  private void awaitRequest(Duration limit) {
    awaitsRequest = true;
    closeAfter(limit);
    ctx.read();
  }

  private void answer(FullHttpRequest request) {
    try {
      if (ctx.channel().isActive()) {
        boolean keepAlive = HttpUtil.isKeepAlive(request) && !request.decoderResult().isFailure();
        AdminReply reply = reply(request);
        if (reply.stream().isPresent() && request.method().equals(HttpMethod.GET)) {
          stream(reply, request);
        } else {
          send(reply, request, keepAlive);
        }
      }
    } finally {
      request.release();
    }
  }

  private AdminReply reply(FullHttpRequest request) {
    try {
      return check.answer(request);
    } catch (RuntimeException bug) {
      LOGGER.error("bug on the admin port", bug);
      return check.bug();
    }
  }

  private void send(AdminReply reply, FullHttpRequest request, boolean keepAlive) {
    ByteBuf body = ByteBufUtil.writeUtf8(ctx.alloc(), reply.body());
    int bodyBytes = body.readableBytes();
    if (request.method().equals(HttpMethod.HEAD)) {
      body.clear();
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, reply.status(), body);
    HttpHeaders headers = response.headers();
    setHeaders(headers, reply);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, bodyBytes);
    HttpUtil.setKeepAlive(headers, request.protocolVersion(), keepAlive);
    ctx.writeAndFlush(response)
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                ctx.close();
              } else if (keepAlive) {
                connections.awaitsRequest(this);
                awaitRequest(NEXT_REQUEST);
              } else {
                linger();
              }
            });
  }

  /** Chunks have HTTP/1.1 alone; in HTTP/1.0 the answer goes on until the end of the stream. */
  private void stream(AdminReply reply, FullHttpRequest request) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, reply.status());
    setHeaders(response.headers(), reply);
    HttpUtil.setTransferEncodingChunked(
        response, request.protocolVersion().equals(HttpVersion.HTTP_1_1));
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    streaming = true;
    connections.streams(this);
    deadline.cancel(false);
    ctx.writeAndFlush(response, ctx.voidPromise());
    reply.stream().get().begin(ctx.channel());
    ctx.read(); // for the peer's FIN
  }

  private static void setHeaders(HttpHeaders headers, AdminReply reply) {
    headers.set(HttpHeaderNames.DATE, HTTP_DATE.format(Instant.now()));
    headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    reply.headers().forEach(headers::set);
  }

  private void linger() {
    SocketChannel socket = (SocketChannel) ctx.channel();
    if (socket.isInputShutdown()) {
      ctx.close();
      return;
    }
    lingering = true;
    connections.awaitsRequest(this);
    closeAfter(LINGER);
    socket.shutdownOutput();
    while (ctx.pipeline().first() != this) {
      ctx.pipeline().removeFirst();
    }
    socket.config().setAutoRead(true);
  }

  private void drop(Object read) {
    if (read instanceof ByteBuf bytes) {
      droppedBytes += bytes.readableBytes();
    }
    ReferenceCountUtil.release(read);
    if (droppedBytes > MAX_DROPPED_BYTES) {
      ctx.close();
    }
  }

  private void closeAfter(Duration limit) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    deadline = ctx.executor().schedule(() -> ctx.close(), limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
