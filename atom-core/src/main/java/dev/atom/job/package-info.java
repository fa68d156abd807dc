/**
 * Runs what a {@link dev.atom.store.Store} keeps as due: effects and timers, once or again and again,
 * on as many hosts as share the store. Start at {@link dev.atom.job.Jobs}; what becomes of a run
 * stands at {@link dev.atom.job.JobKind}.
 */
package dev.atom.job;
