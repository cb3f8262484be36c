/**
 * The talk between the server and systemd: sd_notify(3), the watchdog, and the sockets that a
 * service is started with. Unit files are in deploy/systemd.
 */
package acuse.server.systemd;
