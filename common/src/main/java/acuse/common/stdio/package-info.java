/**
 * The standard streams as the system has them: descriptors that are closed, full or terminals. What
 * is written there and what it means stands elsewhere.
 */
package acuse.common.stdio;
