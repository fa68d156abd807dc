package dev.atom.providers.fuzz;

import dev.atom.providers.Profile;
import dev.atom.providers.Provider;
import dev.atom.providers.fuzz.PlayedTransport.Answer;

/**
 * An answer that was recorded, or written after a description, and what reads it.
 *
 * @param name what to call it in a report
 * @param group provider and operation, by which cases are counted
 * @param profile whose client reads it
 * @param reading asks the client and returns what came
 * @param answer the answer as it was before anything was broken
 * @param spans where its JSON lies
 */
record Subject(
    String name, String group, Profile profile, Reading reading, Answer answer, Spans spans) {
  /** Asks a provider for something and reads all of it. */
  @FunctionalInterface
  interface Reading {
    Object read(Provider provider);
  }

  static Subject of(String name, String group, Profile profile, Reading reading, Answer answer) {
    return new Subject(name, group, profile, reading, answer, Spans.of(answer.body()));
  }

  @Override
  public String toString() {
    return group + " " + name;
  }
}
