package dev.atom.usage;

import java.math.BigDecimal;
import java.util.Objects;

/** An amount of US dollars, or that it is not known. Immutable and thread-safe. */
public sealed interface Cost {
  /** No cost at all. */
  Cost ZERO = new Known(BigDecimal.ZERO);

  /**
   * A known amount. Equal to another if the amounts are, whatever their scale and wherever they come
   * from.
   *
   * @param usd US dollars, exact
   * @param estimated whether it was worked out from counts that are estimates themselves
   * @param basis where the amount comes from, such as the version and source of a price, or that the
   *     provider reported it; empty if that is not told, or for a sum of costs that differ in it
   */
  record Known(BigDecimal usd, boolean estimated, String basis) implements Cost {
    /** Refuses null. */
    public Known {
      Objects.requireNonNull(usd, "usd");
      Objects.requireNonNull(basis, "basis");
    }

    /**
     * Makes an amount that is no estimate and of which nobody tells where it comes from.
     *
     * @param usd US dollars, exact
     */
    public Known(BigDecimal usd) {
      this(usd, false, "");
    }

    @Override
    public Cost plus(Cost other) {
      return switch (other) {
        case Known that ->
            new Known(usd.add(that.usd), estimated || that.estimated, commonBasis(that));
        case Unknown unknown -> unknown;
      };
    }

    private String commonBasis(Known that) {
      if (basis.equals(that.basis) || that.nothing()) {
        return basis;
      }
      return nothing() ? that.basis : "";
    }

    private boolean nothing() {
      return usd.signum() == 0 && basis.isEmpty();
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
      return (estimated ? "about $" : "$") + usd.toPlainString();
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
   * @return unknown if one of them is; estimated if one of them is
   */
  Cost plus(Cost other);
}
