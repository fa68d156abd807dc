package dev.atom.rules.table;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which of the rows that match count, as in DMN 1.5 (OMG formal/24-01-01, 8.2.8). The aggregations of
 * COLLECT are policies of their own.
 */
public enum HitPolicy {
  /** One row may match; more are a conflict. */
  UNIQUE("unique"),
  /** The first row that matches. */
  FIRST("first"),
  /** The row whose outputs come first in the lists of allowed values; of equal ones the first. */
  PRIORITY("priority"),
  /** Any row: all that match must have the same outputs, others are a conflict. */
  ANY("any"),
  /** All rows that match; here in the order of the table. */
  COLLECT("collect"),
  /** The sum of the outputs of all rows that match. */
  COLLECT_SUM("collectSum"),
  /** The least output of all rows that match. */
  COLLECT_MIN("collectMin"),
  /** The greatest output of all rows that match. */
  COLLECT_MAX("collectMax"),
  /** How many rows match. */
  COLLECT_COUNT("collectCount"),
  /** All rows that match, in the order of the table. */
  RULE_ORDER("ruleOrder"),
  /** All rows that match, in the order of the lists of allowed values. */
  OUTPUT_ORDER("outputOrder");

  private final String jsonName;

  HitPolicy(String jsonName) {
    this.jsonName = jsonName;
  }

  /**
   * Returns the name in a document.
   *
   * @return such as {@code collectSum}
   */
  public String jsonName() {
    return jsonName;
  }

  static HitPolicy named(String jsonName) {
    return Arrays.stream(values())
        .filter(policy -> policy.jsonName.equals(jsonName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no hit policy \"" + jsonName + "\""));
  }

  /** The aggregation of numbers; empty if the policy is none. */
  Optional<Aggregation> aggregation() {
    return switch (this) {
      case COLLECT_SUM -> Optional.of(Aggregation.SUM);
      case COLLECT_MIN -> Optional.of(Aggregation.MIN);
      case COLLECT_MAX -> Optional.of(Aggregation.MAX);
      case COLLECT_COUNT -> Optional.of(Aggregation.COUNT);
      case UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE_ORDER, OUTPUT_ORDER -> Optional.empty();
    };
  }

  /** What is made of the outputs of many rows. */
  enum Aggregation {
    SUM,
    MIN,
    MAX,
    COUNT
  }

  /** Whether the order of the allowed values decides. */
  boolean byOutputs() {
    return this == PRIORITY || this == OUTPUT_ORDER;
  }
}
