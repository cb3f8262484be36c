/**
 * The options of the client's command line, each with its default, and the record that is made of
 * their values. Nothing here opens a file or a socket, and nothing runs.
 */
package acuse.client.settings;
