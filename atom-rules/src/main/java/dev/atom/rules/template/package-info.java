/**
 * Templates of rules: rule documents with parameters, the facts and actions that they speak of, and
 * samples that prove them; a catalogue comes with Atom, a host adds its own.
 *
 * <p>Start reading at {@link dev.atom.rules.template.RuleTemplates}.
 */
package dev.atom.rules.template;
