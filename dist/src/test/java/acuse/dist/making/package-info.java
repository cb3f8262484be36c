/** What the build makes of the jar and of the command lines; nothing of this is shipped. */
package acuse.dist.making;
