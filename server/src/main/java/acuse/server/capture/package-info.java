/**
 * Captures from inside the program, in pcapng: payloads and times as they were, headers drawn.
 * Knows nothing of pipelines; whoever has bytes hands them over.
 */
package acuse.server.capture;
