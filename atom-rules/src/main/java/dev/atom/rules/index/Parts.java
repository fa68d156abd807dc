package dev.atom.rules.index;

import java.util.Set;

/**
 * What a conjunction asks of the parts of one field: that a text has at least one of some, or that it
 * has none. Of a list, an item that is the whole part counts as one; nothing else has parts. Immutable
 * and thread-safe.
 *
 * @param input the field
 * @param where where in a text the parts are looked for
 * @param parts the parts, none empty; folded if the field is read regardless of case; copied
 * @param wanted whether one must be there, or none may be
 * @param test says the same without an index, for sets that are too small for one
 * @param <S> what is known of an event
 */
public record Parts<S>(
    Input<S> input, Where where, Set<String> parts, boolean wanted, Residual<S> test) {

  /** Where parts are looked for. */
  public enum Where {
    /** Anywhere in a text, and among the items of a list. */
    ANYWHERE,
    /** Where a text begins. */
    START,
    /** Where a text ends. */
    END
  }

  /** Copies the parts. */
  public Parts {
    parts = Set.copyOf(parts);
  }

  /** What a table of parts is made for. */
  record Key<S>(Input<S> input, Where where) {}

  Key<S> key() {
    return new Key<>(input, where);
  }
}
