package dev.atom.jdbc;

import dev.atom.budget.BudgetStore;
import dev.atom.mock.budget.BudgetsContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteBudgetsTest extends BudgetsContract {
  @TempDir Path folder;

  @Override
  protected BudgetStore open(Clock clock) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("atom.db"));
    return JdbcBudgetStore.on(source, "atom_", clock);
  }
}
