package dev.atom.rules.tenant;

import java.time.Instant;

/**
 * How often a rule has fired.
 *
 * @param fired 1 or more
 * @param last when it fired last
 */
public record RuleCount(long fired, Instant last) {
  RuleCount plus(RuleCount other) {
    return new RuleCount(fired + other.fired, last.isAfter(other.last) ? last : other.last);
  }
}
