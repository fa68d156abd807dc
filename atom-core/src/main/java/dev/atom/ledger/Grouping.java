package dev.atom.ledger;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * By what records are summed up. Immutable and thread-safe.
 *
 * @param dimensions each at most once; with none there is one group of everything
 * @param zone whose days are meant
 */
public record Grouping(List<Dimension> dimensions, ZoneId zone) {
  /** A value that groups records. */
  public enum Dimension {
    /** The provider that was asked. */
    PROVIDER,
    /** The name of the model that was asked; together with the provider it is a model. */
    MODEL,
    /** The tenant. */
    TENANT,
    /** The user; together with the tenant it is a person. */
    USER,
    /** The route. */
    ROUTE,
    /** The day in the grouping's zone. */
    DAY
  }

  /** Copies the list. */
  public Grouping {
    dimensions = List.copyOf(dimensions);
    Objects.requireNonNull(zone, "zone");
    if (!dimensions.isEmpty() && EnumSet.copyOf(dimensions).size() < dimensions.size()) {
      throw new IllegalArgumentException("grouped twice by the same: " + dimensions);
    }
  }

  /**
   * Groups by some values, days in UTC.
   *
   * @param dimensions each at most once
   * @return the grouping
   */
  public static Grouping by(Dimension... dimensions) {
    return new Grouping(List.of(dimensions), ZoneOffset.UTC);
  }

  /**
   * Returns this grouping with days of another zone.
   *
   * @param zone the zone
   * @return the grouping
   */
  public Grouping in(ZoneId zone) {
    return new Grouping(dimensions, zone);
  }
}
