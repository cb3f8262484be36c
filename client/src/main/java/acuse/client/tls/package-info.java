/**
 * All that the client knows of TLS: whom it trusts, the secured socket, and why TLS failed. Loaded
 * only if TLS is asked for.
 */
package acuse.client.tls;
