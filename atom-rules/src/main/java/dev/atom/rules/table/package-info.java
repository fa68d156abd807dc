/**
 * Decision tables and score cards: many rules of one form as data, checked for gaps, overlaps and
 * rows that can never win, evaluated by the rule engine, explained cell by cell.
 *
 * <p>Start reading at {@link dev.atom.rules.table.DecisionTable}.
 */
package dev.atom.rules.table;
