/**
 * What every attempt at a model used and cost, for bills, dashboards and audits. A {@link
 * dev.atom.ledger.LedgerWriter} books {@link dev.atom.ledger.UsageRecord}s into a {@link
 * dev.atom.ledger.UsageLedger}, which answers with totals and pages; start at the latter.
 */
package dev.atom.ledger;
