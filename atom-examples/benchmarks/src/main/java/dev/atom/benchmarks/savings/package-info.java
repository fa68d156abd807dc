/**
 * What routing saves on real dialogues: {@link dev.atom.benchmarks.savings.Savings} is the program.
 */
package dev.atom.benchmarks.savings;
