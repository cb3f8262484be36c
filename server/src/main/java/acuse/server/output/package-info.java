/** What slow outputs of the server stand behind: a bounded queue and a thread of its own. */
package acuse.server.output;
