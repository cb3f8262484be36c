/**
 * A person at a terminal: line editing by JLine, history, and the terminal itself. Loaded only if
 * stdin and stdout are terminals.
 */
package acuse.client.terminal;
