/**
 * Conditions from and for other rule formats: pure functions that say what they could not carry over.
 * {@link dev.atom.rules.convert.Conversion} is what each returns.
 */
package dev.atom.rules.convert;
