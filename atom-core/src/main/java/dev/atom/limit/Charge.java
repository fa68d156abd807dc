package dev.atom.limit;

/**
 * What a call takes from one bucket. Immutable and thread-safe.
 *
 * @param rule the rule that holds
 * @param key the bucket's, unlike that of any other bucket of the rules: the rule's name and the
 *     facts' values, each on a line; up to 1,600 characters
 * @param rate the bucket's, for this tenant
 * @param amount how much, from 1 to {@link Rate#most}
 */
public record Charge(LimitRule rule, String key, Rate rate, long amount) {}
