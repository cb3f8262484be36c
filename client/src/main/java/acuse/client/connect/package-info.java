/**
 * Finds the peer by its name and opens the conversation with it, all within one deadline. The
 * conversation itself lives in {@code conversation}.
 */
package acuse.client.connect;
