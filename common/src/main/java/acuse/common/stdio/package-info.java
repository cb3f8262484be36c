/**
 * The standard streams as the system has them: descriptors that are closed, full or terminals; and
 * the signals. What is written there and what it means stands elsewhere.
 */
package acuse.common.stdio;
