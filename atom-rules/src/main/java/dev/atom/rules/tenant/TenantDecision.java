package dev.atom.rules.tenant;

import dev.atom.rules.Chain;
import dev.atom.rules.Decision;
import java.util.List;

/** What a tenant's rules say of an event. */
public sealed interface TenantDecision {
  /**
   * The rules were evaluated within the limits.
   *
   * @param version of the tenant's rules
   * @param decision which rules fired, and what is to be done
   * @param rest to evaluate with what comes of the actions
   */
  record Decided(long version, Decision decision, Chain rest) implements TenantDecision {}

  /**
   * Nothing is to be done, because a limit was exceeded.
   *
   * @param version of the tenant's rules
   * @param breach which limit, and by how much
   * @param rules those that would have fired; of a chain that is too long, the cycle; of an
   *     evaluation that takes too many steps, the rule that it was at
   */
  record OverLimit(long version, Breach breach, List<String> rules) implements TenantDecision {
    /** Copies the rules. */
    public OverLimit {
      rules = List.copyOf(rules);
    }
  }
}
