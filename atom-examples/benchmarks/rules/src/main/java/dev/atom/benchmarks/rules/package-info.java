/** One event against many rules, by Atom, by other engines and by hand-written Java. */
package dev.atom.benchmarks.rules;
