/**
 * The contract suite for running jobs on a store: what {@link dev.atom.job.Jobs} promises holds on
 * every engine. An engine's module extends {@link dev.atom.mock.job.JobsContract} in its tests.
 */
package dev.atom.mock.job;
