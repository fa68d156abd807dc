/** The contract of {@link dev.atom.ledger.UsageLedger} as tests: {@link UsageLedgerContract}. */
package dev.atom.mock.ledger;
