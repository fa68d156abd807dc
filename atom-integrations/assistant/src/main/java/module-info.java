/**
 * The turn: a message comes in, and what should happen happens: understood, recorded, decided by
 * rules, answered with knowledge, held for a person where it matters.
 *
 * <p>Start reading at {@link dev.atom.assistant.Assistant}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.assistant {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive dev.atom.rules;

  exports dev.atom.assistant;
}
