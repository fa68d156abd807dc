/**
 * A whole assistant in a few small classes: real dialogues are understood, decided by rules, answered
 * with knowledge, approved by a person and delivered, once, whatever happens to the process.
 *
 * <p>Start reading at {@link dev.atom.examples.quickstart.Quickstart}; {@link
 * dev.atom.examples.quickstart.Replay} puts Atom's parts together.
 */
@org.jspecify.annotations.NullMarked
package dev.atom.examples.quickstart;
