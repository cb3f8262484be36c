/**
 * The PROXY protocol: a proxy tells whose connection it is. A stage of the pipeline, before TLS.
 */
package acuse.server.proxy;
