package acuse.server.admin;

/** Answers a request. Run on the admin port's event loop: it must not wait for another one. */
@FunctionalInterface
public interface AdminAction {
  AdminReply answer(AdminRequest request);
}
