/** Hides the logs of libraries from users, and prints bugs of our own. */
package acuse.common.logging;
