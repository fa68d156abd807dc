package dev.atom.rules.table;

/** Counts the work of an analysis and ends it when it is too much. Not thread-safe. */
final class Steps {
  private final long most;
  private long spent;

  Steps(long most) {
    this.most = most;
  }

  /** The work is too much; caught where the analysis begins. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("too many steps", null, false, false);
    }
  }

  void spend(long steps) {
    spent += steps;
    if (spent > most) {
      throw new Exhausted();
    }
  }
}
