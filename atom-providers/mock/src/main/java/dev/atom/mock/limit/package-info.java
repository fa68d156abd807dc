/**
 * What every engine of limits must do, as tests, and virtual time for a limiter. Start at {@link
 * dev.atom.mock.limit.LimiterContract}.
 */
package dev.atom.mock.limit;
