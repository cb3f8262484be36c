/** What people see of a running server. It is an observer, and prints on a thread of its own. */
package acuse.server.console;
