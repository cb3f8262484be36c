/**
 * Shared by the command lines of both programs: options from the environment and from files, usage
 * errors, exit codes. The options themselves stand beside each program.
 */
package acuse.common.command;
