package dev.atom.benchmarks.rules;

import java.util.BitSet;
import java.util.Map;

/** Somebody who matches events against rules. Used by one thread. */
interface Contender extends AutoCloseable {
  /** Returns an event in the form that it wants; not measured. */
  Object prepare(Map<String, Object> event);

  /** Returns how many rules match. */
  int match(Object prepared) throws Exception;

  /** Returns which rules match. */
  BitSet matches(Object prepared) throws Exception;

  @Override
  default void close() {}
}
