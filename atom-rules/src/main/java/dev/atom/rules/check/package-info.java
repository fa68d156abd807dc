/**
 * Checks of rules before they run: conditions that can't be true, rules that can never fire, loops,
 * conflicts. Nothing is evaluated but single conditions on values made up for the purpose.
 *
 * <p>Start reading at {@link dev.atom.rules.check.RuleLint}.
 */
package dev.atom.rules.check;
