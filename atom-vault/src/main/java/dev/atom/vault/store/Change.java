package dev.atom.vault.store;

/** One part of a commit. Each names the revision that its row must have, 0 if there must be none. */
public sealed interface Change {
  /**
   * Returns which row is meant.
   *
   * @return its key
   */
  RowKey key();

  /**
   * Returns which revision the row must have, or nothing of the commit is made.
   *
   * @return 0 if there must be no such row
   */
  long expected();

  /**
   * Writes a row, new or in place of what was there.
   *
   * @param row the row; its revision is above the expected one
   * @param expected the revision it takes the place of; 0 if it is new
   */
  record Put(Row row, long expected) implements Change {
    /** Refuses revisions that don't go up. */
    public Put {
      require(expected);
      if (row.revision() <= expected) {
        throw new IllegalArgumentException(
            "revision " + row.revision() + " can't follow revision " + expected);
      }
    }

    @Override
    public RowKey key() {
      return row.key();
    }
  }

  /**
   * Removes a row.
   *
   * @param key which
   * @param expected the revision it has, 1 or more
   */
  record Delete(RowKey key, long expected) implements Change {
    /** Refuses to remove what isn't there. */
    public Delete {
      if (expected < 1) {
        throw new IllegalArgumentException("a row to delete has a revision of 1 or more");
      }
    }
  }

  /**
   * Leaves a row as it is, which no other commit may change at the same time.
   *
   * @param key which
   * @param expected the revision it has; 0 if there is none
   */
  record Require(RowKey key, long expected) implements Change {
    /** Refuses a negative revision. */
    public Require {
      require(expected);
    }
  }

  private static void require(long expected) {
    if (expected < 0) {
      throw new IllegalArgumentException("an expected revision is 0 or more, not " + expected);
    }
  }
}
