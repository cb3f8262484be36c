/**
 * Shows a running server to people. The console is an observer, and prints on a thread of its own.
 */
package acuse.server.console;
