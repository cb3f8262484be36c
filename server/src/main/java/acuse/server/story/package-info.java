/** What became of a session, in one record and one line of JSON. Knows nothing of pipelines. */
package acuse.server.story;
