package acuse.server.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpContentException;

/**
 * Gives out requests with their bodies. One that is too long goes out without a body, as a request
 * that could not be decoded, so that one place answers all that are wrong; Netty would answer it
 * here, without a sentence.
 */
final class RequestAggregator extends HttpObjectAggregator {
  RequestAggregator(int maxBodyBytes) {
    super(maxBodyBytes);
  }

  @Override
  protected Object newContinueResponse(
      HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
    return HttpUtil.is100ContinueExpected(start)
            && HttpUtil.getContentLength(start, 0L) <= maxContentLength
        ? super.newContinueResponse(start, maxContentLength, pipeline)
        : null;
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    HttpRequest request = (HttpRequest) oversized;
    FullHttpRequest refused =
        new DefaultFullHttpRequest(request.protocolVersion(), request.method(), request.uri());
    refused.setDecoderResult(
        DecoderResult.failure(new TooLongHttpContentException("max=" + maxContentLength())));
    ctx.fireChannelRead(refused);
  }
}
