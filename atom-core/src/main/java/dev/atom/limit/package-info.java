/**
 * Limits of anything for anybody: requests and tokens per minute and day, calls at once, by tenant,
 * user, provider, key, model, route and endpoint. Start at {@link dev.atom.limit.Limiter}; {@link
 * dev.atom.limit.LimitRule} says what is limited, {@link dev.atom.limit.Permit} what a call got.
 */
package dev.atom.limit;
