package dev.atom.store;

/** Somebody else has appended to the subject meanwhile. Read it again and decide anew. */
public final class VersionConflict extends StoreException {
  private static final long serialVersionUID = 1L;

  private final long expected;
  private final long actual;

  /**
   * Creates the exception.
   *
   * @param subject whose version it is
   * @param expected the version that was demanded
   * @param actual the version that it has
   */
  public VersionConflict(Subject subject, long expected, long actual) {
    super(
        "version_conflict",
        subject
            + " has version "
            + actual
            + ", expected "
            + expected
            + "; read it again and decide anew");
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * Returns the version that was demanded.
   *
   * @return 0 or more
   */
  public long expected() {
    return expected;
  }

  /**
   * Returns the version that the subject has.
   *
   * @return 0 or more
   */
  public long actual() {
    return actual;
  }
}
