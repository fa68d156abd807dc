package dev.atom.mock.ledger;

/**
 * What every {@link dev.atom.ledger.UsageLedger} must do, as tests. A ledger's test class extends
 * this one and says how to open the ledger. The suite takes some seconds, most of them for the
 * 100,000 records whose sums are compared with a slow reference.
 */
public abstract class UsageLedgerContract extends LedgerSumTests {
  /** For subclasses; the test framework makes the instances, one per test. */
  protected UsageLedgerContract() {}
}
