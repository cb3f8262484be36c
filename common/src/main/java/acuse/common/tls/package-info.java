/**
 * Certificates and keys from PEM files, and what can be wrong with them. TLS itself stands in each
 * program.
 */
package acuse.common.tls;
