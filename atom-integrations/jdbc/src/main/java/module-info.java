/**
 * The {@link dev.atom.store.Store}, and a vault's rows, in databases that are reached through JDBC;
 * the application brings the driver.
 *
 * <p>Start reading at {@link dev.atom.jdbc.SqliteStore}, for a vault at {@link
 * dev.atom.jdbc.vault.JdbcVaultStore}: it needs {@code dev.atom.vault}, which nothing else here does.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.jdbc {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires static transitive dev.atom.vault;
  requires transitive java.sql;

  exports dev.atom.jdbc;
  exports dev.atom.jdbc.vault;
}
