/**
 * Atom's jobs beside db-scheduler and a floor written by hand. Start reading at {@link
 * dev.atom.benchmarks.jobs.JobRates}.
 */
@NullMarked
package dev.atom.benchmarks.jobs;

import org.jspecify.annotations.NullMarked;
