/** The finished packages, tried as people use them: as programs, in folders of their own. */
package acuse.dist;
