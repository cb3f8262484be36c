/**
 * Random peers, and what the wire promises them, written a second time and as simply as can be:
 * whole inputs, no limits on memory, one char per byte. It shares no code with what it is compared
 * to.
 *
 * <p>For the fuzz tests that run with every build, and for those of the module {@code fuzz}.
 */
package acuse.common.testing.fuzz;
