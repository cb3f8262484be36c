/**
 * Faults on purpose: what may go wrong, for whom and when. How it goes wrong is the wires' work.
 */
package acuse.server.impair;
