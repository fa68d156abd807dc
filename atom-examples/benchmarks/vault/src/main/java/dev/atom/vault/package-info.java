/** Benchmarks that reach into the vault: the same package, as its tests are. */
package dev.atom.vault;
