/**
 * What Atom's parts cost beside the barest code that does the same. Each benchmark class has one
 * method whose name begins with {@code bare}, the floor; the ratios are against it, within one run.
 *
 * <p>Start reading at {@link dev.atom.benchmarks.Benchmarks}; {@code docs/benchmarks.md} has the
 * method and a table.
 */
@org.jspecify.annotations.NullMarked
package dev.atom.benchmarks;
