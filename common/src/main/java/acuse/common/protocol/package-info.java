/**
 * The words of the wire: protocols, framings, line endings, the exit word, the reply template, the
 * rejections. No bytes are read or written here.
 */
package acuse.common.protocol;
