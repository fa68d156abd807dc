package dev.atom.jdbc;

import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

class SqliteBackupTest extends JdbcBlobsBackupTests {
  @Override
  JdbcStore open(String name) {
    return SqliteStore.open(folder.resolve(name + ".db"), clock);
  }

  @Override
  DataSource database(String name) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve(name + ".db"));
    return source;
  }
}
