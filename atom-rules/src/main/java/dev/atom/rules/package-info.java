/**
 * Rules as data: a {@link dev.atom.rules.RuleSet} is parsed from JSON or built in Java, checked
 * against a {@link dev.atom.rules.RuleVocabulary}, and evaluated on {@link dev.atom.rules.Facts}. The
 * {@link dev.atom.rules.Decision} lists the actions to take and a {@link dev.atom.rules.Trace} that
 * says of every rule why it fired or did not. Nothing here takes an action, runs a script or reads
 * the clock.
 *
 * <p>Start reading at {@link dev.atom.rules.RuleSet}, then {@link dev.atom.rules.Operator} for what
 * conditions mean.
 */
package dev.atom.rules;
