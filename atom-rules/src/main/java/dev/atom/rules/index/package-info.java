/**
 * Finds which of many conjunctions hold for one event, in about the time it takes to read the event's
 * fields.
 *
 * <p>Every conjunction has a bit. Every field has, for each class of values that its conditions tell
 * apart, a row of those bits: one where the conjunction does not forbid the value. The rows of the
 * values an event has, taken together by AND, leave the conjunctions that hold. The package knows
 * fields, values and rows, and nothing of rules or their documents.
 *
 * <p>Start reading at {@link dev.atom.rules.index.BitIndex}, then {@link
 * dev.atom.rules.index.Values} and {@link dev.atom.rules.index.Cover}.
 */
package dev.atom.rules.index;
