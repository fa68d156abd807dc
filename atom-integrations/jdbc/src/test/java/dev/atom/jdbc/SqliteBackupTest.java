package dev.atom.jdbc;

class SqliteBackupTest extends BackupTests {
  @Override
  JdbcStore open(String name) {
    return SqliteStore.open(folder.resolve(name + ".db"), clock);
  }
}
