package dev.atom.mock.simulation;

/** Something was not true that must be in every run. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
