/**
 * The {@link dev.atom.store.Store} on databases that are reached through JDBC; the application
 * brings the driver.
 *
 * <p>Start reading at {@link dev.atom.jdbc.SqliteStore}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.jdbc {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive java.sql;

  exports dev.atom.jdbc;
}
