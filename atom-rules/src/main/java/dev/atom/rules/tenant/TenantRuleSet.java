package dev.atom.rules.tenant;

import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleSet;
import java.util.List;
import java.util.Map;

/**
 * A tenant's rules as they were at a version. Immutable and thread-safe.
 *
 * @param version how many changes were made; 0 for none
 * @param rules those that can be used
 * @param broken rules that were saved and can't be used any more, because the vocabulary has changed
 *     since, with what is wrong with each; they never fire
 */
public record TenantRuleSet(
    long version, RuleSet rules, Map<String, List<InvalidRules.Problem>> broken) {
  /** Copies the map. */
  public TenantRuleSet {
    broken = Map.copyOf(broken);
  }
}
