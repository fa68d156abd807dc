package dev.atom.jdbc;

import dev.atom.ledger.UsageLedger;
import dev.atom.mock.ledger.UsageLedgerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteUsageLedgerTest extends UsageLedgerContract {
  @TempDir Path folder;

  @Override
  protected UsageLedger open() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("atom.db"));
    return JdbcUsageLedger.on(source);
  }
}
