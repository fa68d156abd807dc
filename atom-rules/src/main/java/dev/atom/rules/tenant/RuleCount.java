package dev.atom.rules.tenant;

import java.time.Instant;

/**
 * How often a rule has fired, or was too much work.
 *
 * @param fired 0 or more
 * @param exceeded how many evaluations were ended at this rule because they took too many steps; 0 or
 *     more
 * @param last when it last did either
 */
public record RuleCount(long fired, long exceeded, Instant last) {
  RuleCount plus(RuleCount other) {
    return new RuleCount(
        fired + other.fired,
        exceeded + other.exceeded,
        last.isAfter(other.last) ? last : other.last);
  }
}
