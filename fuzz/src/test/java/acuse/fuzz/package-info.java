/**
 * The targets of Jazzer, which calls them again and again, with inputs that it changes so as to
 * reach more of our code. Each target has a method {@code fuzzerTestOneInput}, in which anything thrown is a finding.
 */
package acuse.fuzz;
