/**
 * The admin port: HTTP for operators and their programs, on an event loop of its own. The paths are
 * in {@link acuse.server.admin.AdminRoutes}; the figures behind them are counted elsewhere.
 */
package acuse.server.admin;
