/**
 * Workflows that survive a crash: definitions are data, runs are durable. A {@link
 * dev.atom.workflow.Workflow} is parsed from JSON or built in Java and checked at once; {@link
 * dev.atom.workflow.Workflows} runs it on a {@link dev.atom.store.Store} by {@link
 * dev.atom.job.Jobs}. A run keeps each step's result, so that what goes on after a crash is the first
 * step without one: nothing is replayed, and steps need not be deterministic.
 *
 * <p>Start reading at {@link dev.atom.workflow.Workflows}, then {@link dev.atom.workflow.Step}.
 */
package dev.atom.workflow;
