/** Both programs in one jar: the first word says which of them runs. */
package acuse.dist;
