package dev.atom.mock.ledger;

import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.UsageLedger;

class MemoryUsageLedgerTest extends UsageLedgerContract {
  @Override
  protected UsageLedger open() {
    return MemoryUsageLedger.create();
  }
}
