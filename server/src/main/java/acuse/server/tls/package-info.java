/**
 * TLS on TCP: certificates that are shown and renewed, and the handlers that make a plain stream of
 * it. Stages of the pipeline, between the PROXY header and the session.
 */
package acuse.server.tls;
