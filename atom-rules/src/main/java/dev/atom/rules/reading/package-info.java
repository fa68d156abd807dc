/**
 * What JsonLogic says of single fields, in a form that an index and a check can both go by.
 *
 * <p>Start reading at {@link dev.atom.rules.reading.Reading}.
 */
package dev.atom.rules.reading;
