/**
 * The server as an object ({@link acuse.server.AcuseServer}) and as a program ({@link
 * acuse.server.ServerCommand}, {@link acuse.server.ServerProgram}).
 */
package acuse.server;
