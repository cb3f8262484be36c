/** Limits: who is served, how much, how fast; and how often each limit has acted. */
package acuse.server.guard;
