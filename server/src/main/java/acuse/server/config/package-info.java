/**
 * Everything that a server is told, checked, with its defaults. Parsing a command line is not here.
 */
package acuse.server.config;
