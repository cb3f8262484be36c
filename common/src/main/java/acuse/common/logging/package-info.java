/** What becomes of the logs of libraries, and of bugs of our own. */
package acuse.common.logging;
