package acuse.server.admin;

import acuse.common.text.Texts;
import acuse.server.AcuseServer;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.ImpairText;
import acuse.server.impair.Impairment;
import acuse.server.impair.InvalidFaultException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /impair}: shows the faults on purpose that are in force, exchanges them all, or removes
 * them. Each answers with the faults that are in force then.
 */
public final class ImpairActions {
  private static final String JSON = "application/json";

  private final Impairment impairment;
  private final ImpairText.Wires wires;
  private final Texts texts;
  private final Texts faultTexts;

  /**
   * For the faults of one server.
   *
   * @param wires the ones that it listens on, and forwards
   * @param texts the sentences of the admin port
   */
  ImpairActions(Impairment impairment, ImpairText.Wires wires, Texts texts) {
    this.impairment = impairment;
    this.wires = wires;
    this.texts = texts;
    this.faultTexts = Texts.of(AcuseServer.class, texts.language());
  }

  /** The routes of a server whose faults these are. */
  public static void addTo(
      AdminRoutes routes, Impairment impairment, ImpairText.Wires wires, AdminConfig config) {
    ImpairActions actions =
        new ImpairActions(impairment, wires, Texts.of(ImpairActions.class, config.language()));
    routes
        .add(HttpMethod.GET, "/impair", request -> actions.show())
        .add(HttpMethod.PUT, "/impair", actions::exchange)
        .add(HttpMethod.DELETE, "/impair", request -> actions.remove());
  }

  private AdminReply show() {
    ImpairConfig faults = impairment.config();
    return AdminReply.of(
        HttpResponseStatus.OK,
        JSON,
        new ImpairDocument(Optional.of(faults.seed()), faults.texts()).text());
  }

  private AdminReply exchange(AdminRequest request) {
    CharSequence type =
        HttpUtil.getMimeType(request.headers().get(HttpHeaderNames.CONTENT_TYPE, ""));
    if (type == null || !JSON.equalsIgnoreCase(type.toString().trim())) {
      return AdminReply.sentence(
          HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, texts.text("notJson", JSON));
    }
    Optional<ImpairDocument> document = ImpairDocument.read(request.body());
    if (document.isEmpty()) {
      return AdminReply.sentence(HttpResponseStatus.BAD_REQUEST, texts.text("notFaults"));
    }
    List<String> faults = document.get().impair();
    try {
      impairment.exchange(
          impairment
              .config()
              .with(
                  document.get().seed().orElseGet(ImpairConfig::drawSeed),
                  ImpairText.parse(faults, wires)));
    } catch (InvalidFaultException e) {
      return AdminReply.sentence(
          HttpResponseStatus.BAD_REQUEST, faultTexts.text(e.textKey(), e.textValues()));
    }
    return show();
  }

  private AdminReply remove() {
    impairment.exchange(impairment.config().with(impairment.config().seed(), Map.of()));
    return show();
  }
}
