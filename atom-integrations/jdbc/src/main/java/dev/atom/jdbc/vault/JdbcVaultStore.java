package dev.atom.jdbc.vault;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.SqliteFile;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.StoreException;
import dev.atom.vault.VaultConflict;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.CommitCheck;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import dev.atom.vault.store.VaultStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Keeps a vault's rows in one table of a SQL database: SQLite for the processes of one machine,
 * PostgreSQL or MariaDB for any number of hosts. The application brings the driver, and for a server
 * the pool. The table, {@code atom_vault} unless another prefix is chosen, is made where it is
 * missing; {@code docs/vault-database.md} describes it.
 *
 * <p>Guarantees: the whole contract of {@link VaultStore}, for any number of processes on one
 * database, across the death of any of them at any moment.
 *
 * <ul>
 *   <li>SQLite: WAL with {@code synchronous=FULL} and {@code secure_delete=ON}. One connection writes
 *       and up to four read; commits that wait at the same time share one transaction and its sync,
 *       each still whole or refused alone. Processes wait for each other up to 10 seconds. The file
 *       must be on a local disk.
 *   <li>PostgreSQL 13 or later: a commit is one statement and one round trip, as durable as the
 *       server makes what it has acknowledged; a session's {@code synchronous_commit=off} is overruled.
 *       Every call borrows one connection, and none is held between calls.
 *   <li>MariaDB 10.6 or later: as PostgreSQL, but a commit is a transaction of a statement for each
 *       change.
 * </ul>
 *
 * <p>All of it must lead to the one database that is written to: a replica that lags behind gives
 * rows of yesterday. On a server, the contents of one commit are less than 1 GB together. A scan
 * returns at most 1,000 rows at once.
 *
 * <p>Whatever the driver, the pool or the database throws becomes a {@link VaultUnavailable} that
 * says whether it is known that nothing was written; transactions that hinder each other are tried
 * again up to ten times and are then a {@link VaultConflict}. The next call takes a fresh
 * connection. An interrupt makes the interrupted caller's own call fail so, at most, and keeps the
 * flag. A call on a closed store is an {@link IllegalStateException}.
 *
 * <p>Thread-safe.
 */
public final class JdbcVaultStore implements VaultStore {
  /** What the table's name begins with unless the application says otherwise. */
  public static final String DEFAULT_PREFIX = "atom_";

  private static final Comparator<Change> BY_KEY = Comparator.comparing(Change::key);

  private final RowTable table;

  private JdbcVaultStore(RowTable table) {
    this.table = table;
  }

  /**
   * Opens a SQLite file and makes the table {@code atom_vault} if it lacks it.
   *
   * @param file the database; made for its owner only (mode 0600, where the file system knows modes)
   *     if there is none, its write-ahead log then too. The directory must be there. An existing file
   *     keeps its mode, and may hold other tables
   * @return the open store
   * @throws VaultUnavailable if there is no driver, or the file can't be made or is no database
   * @throws dev.atom.vault.VaultCorrupt if the table is another's, or a later version's
   */
  public static JdbcVaultStore sqlite(Path file) {
    return opened(
        () ->
            SqliteRows.open(
                SqliteFile.createdIfMissing(file)::connect, Tables.named(DEFAULT_PREFIX)));
  }

  /**
   * Opens a vault's table in the SQLite database of a data source and makes it if it is missing.
   *
   * @param database lends up to five connections for as long as the store is open, which are set to
   *     auto-commit, WAL, {@code synchronous=FULL} and {@code secure_delete=ON}; stays open when the
   *     store is closed
   * @param tablePrefix what the table's name begins with: a letter or underscore, then at most 30
   *     letters, digits and underscores, not {@code sqlite_}
   * @return the open store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws VaultUnavailable if the database can't be used
   * @throws dev.atom.vault.VaultCorrupt if the table is another's, or a later version's
   */
  public static JdbcVaultStore sqlite(DataSource database, String tablePrefix) {
    Tables tables = Tables.named(tablePrefix);
    return opened(() -> SqliteRows.open(database::getConnection, tables));
  }

  /**
   * Opens the table {@code atom_vault} in the first schema of the search path, and makes it if it is
   * missing.
   *
   * @param database lends connections; stays open when the store is closed
   * @return the open store
   * @throws VaultUnavailable if the database can't be used
   * @throws dev.atom.vault.VaultCorrupt if the table is another's, or a later version's
   */
  public static JdbcVaultStore postgresql(DataSource database) {
    return postgresql(database, DEFAULT_PREFIX);
  }

  /**
   * Opens a vault's table in the first schema of the search path, and makes it if it is missing. Hosts
   * may start at once: one makes it, the others wait.
   *
   * @param database lends connections; stays open when the store is closed
   * @param tablePrefix what the table's name begins with: a letter or underscore, then at most 30
   *     letters, digits and underscores
   * @return the open store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws VaultUnavailable if the database can't be used
   * @throws dev.atom.vault.VaultCorrupt if the table is another's, or a later version's
   */
  public static JdbcVaultStore postgresql(DataSource database, String tablePrefix) {
    Tables tables = Tables.named(tablePrefix);
    return opened(() -> PostgresRows.open(database, tables));
  }

  /**
   * Opens a vault's table in whatever database a data source leads to, and makes it if it is missing.
   *
   * @param database leads to SQLite, PostgreSQL 13 or later, or MariaDB 10.6 or later (with its own
   *     driver); stays open when the store is closed
   * @param tablePrefix what the table's name begins with, {@link #DEFAULT_PREFIX} as a rule: a letter
   *     or underscore, then at most 30 letters, digits and underscores, not {@code sqlite_}
   * @return the open store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws VaultUnavailable if the database is another or can't be used
   * @throws dev.atom.vault.VaultCorrupt if the table is another's, or a later version's
   */
  public static JdbcVaultStore on(DataSource database, String tablePrefix) {
    Tables tables = Tables.named(tablePrefix);
    return opened(
        () ->
            switch (DatabaseKind.of(database)) {
              case SQLITE -> SqliteRows.open(database::getConnection, tables);
              case POSTGRESQL -> PostgresRows.open(database, tables);
              case MARIADB -> MariaRows.open(database, tables);
            });
  }

  private static JdbcVaultStore opened(Supplier<RowTable> opening) {
    try {
      return new JdbcVaultStore(opening.get());
    } catch (StoreException e) {
      throw new VaultUnavailable(message(e), e);
    }
  }

  @Override
  public Optional<Row> get(RowKey key) {
    return told(() -> table.read("read a row", session -> RowQueries.get(session, key)));
  }

  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a scan's limit is 1 or more, not " + limit);
    }
    return told(
        () ->
            table.read(
                "read rows", session -> RowQueries.scan(session, kind, prefix, after, limit)));
  }

  @Override
  public void commit(List<Change> changes) {
    CommitCheck.require(changes);
    // All who commit lock in this order, so that no two wait for each other.
    List<Change> ordered = changes.stream().sorted(BY_KEY).toList();
    told(
        () -> {
          table.commit(ordered);
          return true;
        });
  }

  private <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreException e) {
      if (e.getCause() instanceof SQLException cause && table.isLostRace(cause)) {
        throw new VaultConflict(message(e));
      }
      throw new VaultUnavailable(message(e), e);
    }
  }

  private static String message(StoreException e) {
    return String.valueOf(e.getMessage());
  }

  @Override
  public boolean shared() {
    return true;
  }

  /** Sound: a database looks after its own damage, and reports it where it meets it. */
  @Override
  public StoreHealth health() {
    return StoreHealth.SOUND;
  }

  @Override
  public void close() {
    table.close();
  }
}
