package dev.atom.rules.tenant;

import dev.atom.rules.InvalidRules;

/** What became of a {@link RuleEdit}. */
public sealed interface EditOutcome {
  /**
   * The change is made and holds for every event from now on.
   *
   * @param version of the tenant's rules now
   * @param diff what is different
   */
  record Saved(long version, RuleDiff diff) implements EditOutcome {}

  /**
   * The rules are so already.
   *
   * @param version of the tenant's rules
   */
  record Unchanged(long version) implements EditOutcome {}

  /**
   * Something is wrong with the rules; nothing is changed.
   *
   * @param problems everything that is wrong, limits included
   */
  record Refused(InvalidRules problems) implements EditOutcome {}

  /**
   * Somebody else has changed the rules since the version that the author saw; nothing is changed.
   *
   * @param version of the tenant's rules now
   */
  record Conflict(long version) implements EditOutcome {}
}
