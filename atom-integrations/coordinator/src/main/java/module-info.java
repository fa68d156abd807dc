/**
 * Keeps an eye on a project: which tasks are late, will be late or have fallen silent, why, and what
 * rules make of it. Arithmetic decides; no model is asked.
 *
 * <p>Start reading at {@link dev.atom.coordinator.Delays}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.coordinator {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive dev.atom.rules;

  exports dev.atom.coordinator;
}
