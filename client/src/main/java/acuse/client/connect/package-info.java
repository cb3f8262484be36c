/**
 * Finds the peer by its name and opens the conversation with it, all within one deadline. What is
 * said then lives in {@code conversation}.
 */
package acuse.client.connect;
