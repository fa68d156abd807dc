package dev.atom.operation;

import dev.atom.CallContext;
import java.util.List;

/** Finds passages of documents that bear on a question. Implementations are thread-safe. */
@FunctionalInterface
public interface Retriever {
  /**
   * Finds passages.
   *
   * @param question in plain words; no query language
   * @param limit the most passages, 1 or more
   * @param context for whom: only the tenant's documents are searched
   * @return the best first; empty if nothing bears on the question
   * @throws dev.atom.AtomException if the search fails
   */
  List<Passage> retrieve(String question, int limit, CallContext context);

  /**
   * Returns a retriever that never finds anything.
   *
   * @return the empty retriever
   */
  static Retriever none() {
    return (question, limit, context) -> List.of();
  }
}
