package dev.atom.jdbc;

import dev.atom.limit.Buckets;
import dev.atom.limit.Charge;
import java.util.List;

/** The buckets as rows of one kind of database. Thread-safe. */
interface LimitRows extends AutoCloseable {
  Buckets.Taking take(List<Charge> charges);

  /** Corrects buckets, and ends what is held in some by a number. */
  void settle(List<LimitChange> changes, List<String> heldKeys, long hold);

  int clear();

  @Override
  void close();
}
