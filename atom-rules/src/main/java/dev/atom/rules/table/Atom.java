package dev.atom.rules.table;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A part of an input's values that the tests of the column don't tell apart: one value, all values
 * between two others, all values that no test names, or the missing value.
 *
 * @param form what part it is
 * @param low where an interval begins, itself not in it; empty for no bound
 * @param high where an interval ends, itself not in it; empty for no bound
 * @param witness a value of the part; empty if the value is missing
 */
record Atom(
    Form form, Optional<BigDecimal> low, Optional<BigDecimal> high, Optional<Json> witness) {
  enum Form {
    /** One value. */
    POINT,
    /** All between two values; tests of order and equality don't tell them apart. */
    OPEN,
    /** All values that are not named; tests of equality don't tell them apart. */
    OTHER,
    /** The value is missing. */
    MISSING
  }

  static Atom point(Json value) {
    return new Atom(Form.POINT, Optional.empty(), Optional.empty(), Optional.of(value));
  }

  static Atom other(Json witness) {
    return new Atom(Form.OTHER, Optional.empty(), Optional.empty(), Optional.of(witness));
  }

  static Atom missing() {
    return new Atom(Form.MISSING, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
