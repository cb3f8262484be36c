package acuse.server;

import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.server.admin.AdminPort;
import acuse.server.admin.AdminReply;
import acuse.server.admin.AdminRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers whether the server lives, and whether it is ready for peers. */
final class Health {
  private final Supplier<AcuseServer.State> state;
  private final BooleanSupplier standsStill;
  private final Texts texts;

  /**
   * Looks at the server with each request.
   *
   * @param standsStill whether an event loop does nothing any more
   */
  Health(Supplier<AcuseServer.State> state, BooleanSupplier standsStill, Language language) {
    this.state = state;
    this.standsStill = standsStill;
    this.texts = Texts.of(AdminPort.class, language);
  }

  /** Whether there is any use in letting it run on. */
  AdminReply live(AdminRequest request) {
    return standsStill.getAsBoolean() ? no("standstill") : yes("alive");
  }

  /** Whether new peers are to come here. */
  AdminReply ready(AdminRequest request) {
    if (standsStill.getAsBoolean()) {
      return no("standstill");
    }
    return switch (state.get()) {
      case STARTING -> no("starting");
      case SERVING -> yes("ready");
      case LEAVING, DRAINING, CLOSED -> no("stopping");
    };
  }

  private AdminReply yes(String textKey) {
    return AdminReply.sentence(HttpResponseStatus.OK, texts.text(textKey));
  }

  private AdminReply no(String textKey) {
    return AdminReply.sentence(HttpResponseStatus.SERVICE_UNAVAILABLE, texts.text(textKey));
  }
}
