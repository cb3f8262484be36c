/**
 * The {@code client} program from its command line to its exit status: {@code ClientMain} reads the
 * command line into settings, with picocli or without, and {@code ClientProgram} runs them. Options
 * stand in {@code settings}; conversations, input and output have packages of their own.
 */
package acuse.client;
