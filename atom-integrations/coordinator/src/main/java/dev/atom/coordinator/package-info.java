/**
 * Tasks of a project and their delays. {@link dev.atom.coordinator.TaskSchema} says what is known of
 * a task, {@link dev.atom.coordinator.Delays} finds what is late or will be, with numbers and a
 * sentence for each finding, and {@link dev.atom.coordinator.DelayRules} turns findings into planned
 * actions. Start reading at {@link dev.atom.coordinator.Delays}.
 */
package dev.atom.coordinator;
