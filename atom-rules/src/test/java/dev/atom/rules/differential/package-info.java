/**
 * Rules and events at random, decided by Atom and by two judges that know the documentation alone: an
 * interpreter of the document and Java source generated from it. Nothing here sees what is
 * package-private in the engine.
 */
package dev.atom.rules.differential;
