package dev.atom.jdbc;

import dev.atom.limit.Buckets;
import dev.atom.limit.Charge;
import java.util.List;

/** The buckets as rows of one kind of database. Thread-safe. */
interface LimitRows extends AutoCloseable {
  /** Takes from all or none; what is held at once gets a number. */
  Buckets.Taking take(List<Charge> charges, long hold);

  /** Corrects buckets, and ends what is held in some by a number. */
  void settle(List<LimitChange> changes, List<String> heldKeys, long hold);

  /** Ends what is held by a number, if it is, once a take that is under way there has ended. */
  void undo(List<String> heldKeys, long hold);

  int clear();

  @Override
  void close();
}
