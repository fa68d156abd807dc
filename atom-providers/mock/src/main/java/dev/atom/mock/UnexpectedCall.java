package dev.atom.mock;

/**
 * A {@link MockModel} was called in a way that its script does not foresee, or less often than it
 * foresees. An error and no exception, so that code under test that recovers from failing models
 * does not hide it.
 */
public final class UnexpectedCall extends AssertionError {
  private static final long serialVersionUID = 1L;

  UnexpectedCall(String message) {
    super(message);
  }
}
