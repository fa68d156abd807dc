package dev.atom.usage;

import java.math.BigDecimal;
import java.util.Objects;

/** An amount of US dollars, or that it is not known. Immutable and thread-safe. */
public sealed interface Cost {
  /** No cost at all. */
  Cost ZERO = new Known(BigDecimal.ZERO);

  /**
   * A known amount.
   *
   * @param usd US dollars, exact
   */
  record Known(BigDecimal usd) implements Cost {
    /** Refuses null. */
    public Known {
      Objects.requireNonNull(usd, "usd");
    }

    @Override
    public Cost plus(Cost other) {
      return switch (other) {
        case Known that -> new Known(usd.add(that.usd));
        case Unknown unknown -> unknown;
      };
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Known that && usd.compareTo(that.usd) == 0;
    }

    @Override
    public int hashCode() {
      return usd.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
      return "$" + usd.toPlainString();
    }
  }

  /**
   * Nobody knows. Never counts as zero.
   *
   * @param reason what is missing, such as a model's price
   */
  record Unknown(String reason) implements Cost {
    @Override
    public Cost plus(Cost other) {
      return this;
    }

    @Override
    public String toString() {
      return "unknown (" + reason + ")";
    }
  }

  /**
   * Adds two costs.
   *
   * @param other what to add
   * @return unknown if one of them is
   */
  Cost plus(Cost other);
}
