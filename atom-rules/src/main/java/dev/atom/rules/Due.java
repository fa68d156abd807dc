package dev.atom.rules;

import java.time.Instant;

/**
 * When a rule is to be looked at for a record, because a field of it says so.
 *
 * @param rule the rule's id
 * @param at when to evaluate an event of the kind {@link Trigger.OnDue#kind}
 */
public record Due(String rule, Instant at) {}
