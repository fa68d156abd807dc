package dev.atom.router.catalogue;

import dev.atom.AtomException;

/** A catalogue of models can't be read. The message names the file, the entry and the field. */
public final class InvalidPrices extends AtomException {
  private static final long serialVersionUID = 1L;

  private final String entry;
  private final String field;
  private final String problem;

  InvalidPrices(String file, String entry, String field, String problem) {
    super(
        "invalid_prices",
        false,
        "%s, entry %s, field %s: %s".formatted(file, entry, field, problem));
    this.entry = entry;
    this.field = field;
    this.problem = problem;
  }

  /**
   * Returns the entry that is wrong.
   *
   * @return provider and name of its model, or its number from 1; {@code "-"} outside of the entries
   */
  public String entry() {
    return entry;
  }

  /**
   * Returns the field that is wrong.
   *
   * @return its path in the entry, such as {@code "prices[0].rates.input"}; {@code "-"} if the text
   *     is no JSON
   */
  public String field() {
    return field;
  }

  /**
   * Returns what is wrong, without where.
   *
   * @return such as {@code is missing; add it}
   */
  public String problem() {
    return problem;
  }
}
