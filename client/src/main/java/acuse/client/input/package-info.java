/**
 * Where messages come from if nobody types them: the command line, and a stream. The terminal has a
 * package of its own.
 */
package acuse.client.input;
