package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.jdbc.PostgresServer;
import dev.atom.jdbc.TestPool;
import dev.atom.vault.VaultConflict;
import dev.atom.vault.VaultCorrupt;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresVaultTest {
  private static final RowKey ONE = new RowKey(RowKind.SECRET, Bytes.of((byte) 1));
  private static final RowKey TWO = new RowKey(RowKind.SECRET, Bytes.of((byte) 2));

  @TempDir Path folder;

  private PostgresServer server;
  private String name;
  private TestPool pool;

  @BeforeEach
  void makeDatabase() {
    server = PostgresServer.shared();
    name = server.newDatabase();
    pool = new TestPool(server.dataSource(name), 20);
  }

  @AfterEach
  void closePool() throws SQLException {
    pool.close();
  }

  @Test
  void aVaultAloneMakesItsTableAndItsFunction() throws SQLException {
    JdbcVaultStore.postgresql(pool).close();
    assertThat(
            strings(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                    + " AND relkind <> 'i'"))
        .containsExactly("atom_vault");
    assertThat(strings("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"))
        .containsExactly("atom_vault_commit_1");
  }

  @Test
  void opensWhereverTheRowsAreToBe() throws SQLException {
    DataSource dataSource = pool;
    // @start region="open"
    VaultStore embedded = JdbcVaultStore.sqlite(folder.resolve("vault.db"));
    VaultStore shared = JdbcVaultStore.postgresql(dataSource);
    VaultStore another = JdbcVaultStore.on(dataSource, "billing_"); // the table billing_vault
    // @end
    for (VaultStore store : List.of(embedded, shared, another)) {
      store.commit(List.of(put(ONE, 1)));
      assertThat(store.get(ONE)).isPresent();
      store.close();
    }
    assertThat(strings("SELECT count(*) FROM billing_vault")).containsExactly("1");
  }

  @Test
  void hostsThatStartAtOnceMakeOneTable() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> hosts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        RowKey key = new RowKey(RowKind.AUDIT, Bytes.of((byte) i));
        hosts.add(
            () -> {
              try (JdbcVaultStore store = JdbcVaultStore.postgresql(pool)) {
                store.commit(List.of(new Change.Put(new Row(key, 1, Bytes.EMPTY), 0)));
                return true;
              }
            });
      }
      for (Future<Boolean> host : threads.invokeAll(hosts)) {
        assertThat(host.get()).isTrue();
      }
    }
    assertThat(strings("SELECT count(*) FROM atom_vault")).containsExactly("8");
  }

  @Test
  void worksInADatabaseWhoseTransactionsAreSerializableAndBegunByThePool() throws Exception {
    server.execute(
        "ALTER DATABASE " + name + " SET default_transaction_isolation = 'serializable'");
    server.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
    DataSource begun = changed(pool, connection -> connection.setAutoCommit(false));
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(begun);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      store.commit(List.of(put(ONE, 1)));
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        tasks.add(
            () -> {
              for (int i = 0; i < 25; ) {
                long revision = store.get(ONE).orElseThrow().revision();
                try {
                  store.commit(List.of(put(ONE, revision + 1), new Change.Require(TWO, 0)));
                  i++;
                } catch (VaultConflict e) {
                  // another thread was first
                }
              }
              return true;
            });
      }
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        assertThat(task.get()).isTrue();
      }
      assertThat(store.get(ONE).orElseThrow().revision()).isEqualTo(101);
    }
  }

  @Test
  void aCommitIsDurableAlsoWhereTheSessionDoesNotWaitForTheDisk() throws SQLException {
    server.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
    List<String> seen = new ArrayList<>();
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(pool)) {
      execute(
          "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " NEW.content := convert_to(current_setting('synchronous_commit'), 'UTF8');"
              + " RETURN NEW; END $$");
      execute(
          "CREATE TRIGGER note BEFORE INSERT ON atom_vault FOR EACH ROW EXECUTE FUNCTION note()");
      store.commit(List.of(put(ONE, 1)));
      seen.add(
          new String(store.get(ONE).orElseThrow().content().toArray(), StandardCharsets.UTF_8));
    }
    assertThat(seen).containsExactly("on");
    assertThat(strings("SHOW synchronous_commit")).containsExactly("off");
  }

  @Test
  void aRequirementWaitsForWhoeverChangesTheRowAndThenConflicts() throws Exception {
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(pool);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Connection other = pool.getConnection();
        Statement statement = other.createStatement()) {
      store.commit(List.of(put(ONE, 1)));
      other.setAutoCommit(false);
      statement.execute("UPDATE atom_vault SET revision = 2 WHERE id = '\\x01'");
      statement.execute("INSERT INTO atom_vault VALUES (4, '\\x03', 1, '')");
      RowKey three = new RowKey(RowKind.SECRET, Bytes.of((byte) 3));
      Future<?> changed =
          threads.submit(() -> store.commit(List.of(new Change.Require(ONE, 1), put(TWO, 1))));
      untilSomebodyWaitsForALock();
      statement.execute("ROLLBACK; BEGIN; INSERT INTO atom_vault VALUES (4, '\\x03', 1, '')");
      changed.get(); // nobody has changed it after all
      Future<?> inserted =
          threads.submit(() -> store.commit(List.of(new Change.Require(three, 0), put(TWO, 2))));
      untilSomebodyWaitsForALock();
      other.commit();
      assertThatThrownBy(inserted::get).hasCauseInstanceOf(VaultConflict.class);
      assertThat(store.get(TWO).orElseThrow().revision()).isEqualTo(1);
      other.setAutoCommit(true);
    }
  }

  @Test
  void whereAConnectionIsTakenAwayInTheMiddleTheOutcomeIsUnknownAndTheNextCallWorks()
      throws Exception {
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(pool);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Connection other = pool.getConnection();
        Statement statement = other.createStatement()) {
      store.commit(List.of(put(ONE, 1)));
      other.setAutoCommit(false);
      statement.execute("SELECT 1 FROM atom_vault FOR UPDATE");
      Future<?> commit = threads.submit(() -> store.commit(List.of(put(ONE, 2))));
      untilSomebodyWaitsForALock();
      strings(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      assertThatThrownBy(commit::get)
          .hasCauseInstanceOf(VaultUnavailable.class)
          .hasMessageContaining("unknown whether it was written");
      other.rollback();
      other.setAutoCommit(true);
      store.commit(List.of(put(ONE, 2)));
      assertThat(store.get(ONE).orElseThrow().revision()).isEqualTo(2);
    }
  }

  @Test
  void anInterruptedVirtualThreadHarmsItsOwnCallAtMost() throws Exception {
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(pool)) {
      store.commit(List.of(put(ONE, 1)));
      boolean[] flag = {false};
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      store.commit(List.of(put(ONE, 2)));
                    } catch (VaultUnavailable e) {
                      // the driver's socket ends with the interrupt
                    }
                    flag[0] = Thread.currentThread().isInterrupted();
                  });
      caller.join();
      assertThat(flag[0]).isTrue();
      long revision = store.get(ONE).orElseThrow().revision();
      assertThat(revision).isIn(1L, 2L);
      try {
        store.commit(List.of(put(ONE, revision + 1)));
      } catch (VaultConflict e) {
        // the server was still at the interrupted commit
        store.commit(List.of(put(ONE, revision + 2)));
      }
    }
    assertThat(pool.lent()).isZero();
  }

  @Test
  void aPoolThatHasNoConnectionIsUnavailableUntilItHasOne() {
    boolean[] empty = {false};
    DataSource exhausted =
        changed(
            pool,
            connection -> {
              if (empty[0]) {
                connection.close();
                throw new SQLTransientConnectionException("request timed out", "08001");
              }
            });
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(exhausted)) {
      empty[0] = true;
      assertThatThrownBy(() -> store.commit(List.of(put(ONE, 1))))
          .isInstanceOf(VaultUnavailable.class)
          .hasMessageContaining("nothing was done");
      assertThatThrownBy(() -> store.get(ONE)).isInstanceOf(VaultUnavailable.class);
      empty[0] = false;
      store.commit(List.of(put(ONE, 1)));
    }
  }

  @Test
  void whatAlwaysLosesTheRaceIsAConflict() throws SQLException {
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(pool)) {
      execute(
          "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " RAISE EXCEPTION USING ERRCODE = '40P01'; END $$");
      execute(
          "CREATE TRIGGER lose BEFORE INSERT ON atom_vault FOR EACH ROW EXECUTE FUNCTION lose()");
      assertThatThrownBy(() -> store.commit(List.of(put(ONE, 1))))
          .isInstanceOf(VaultConflict.class);
      assertThat(store.get(ONE)).isEmpty();
    }
  }

  @Test
  void refusesATableThatIsNoVaults() throws SQLException {
    execute("CREATE TABLE atom_vault (kind smallint, id bytea, content bytea)");
    assertThatThrownBy(() -> JdbcVaultStore.postgresql(pool))
        .isInstanceOf(VaultCorrupt.class)
        .hasMessageContaining("[kind, id, content]");
  }

  @Test
  void aRoleThatMayNotMakeTablesWorksWithThoseThatAreThere() throws SQLException {
    JdbcVaultStore.postgresql(pool).close();
    execute("CREATE ROLE vault_user_" + name + " LOGIN");
    execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON atom_vault TO vault_user_" + name);
    DataSource user =
        VaultDatabase.unpooled(server.url(name).replace("user=atom", "user=vault_user_" + name));
    try (JdbcVaultStore store = JdbcVaultStore.postgresql(user)) {
      store.commit(List.of(put(ONE, 1), new Change.Require(TWO, 0)));
      store.commit(List.of(new Change.Require(ONE, 1), put(TWO, 1)));
      store.commit(List.of(put(ONE, 2), new Change.Delete(TWO, 1)));
      assertThat(store.get(ONE).orElseThrow().revision()).isEqualTo(2);
    }
  }

  private void untilSomebodyWaitsForALock() throws SQLException {
    while (strings("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'").isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static Change put(RowKey key, long revision) {
    return new Change.Put(new Row(key, revision, Bytes.EMPTY), revision - 1);
  }

  /** What is done to a connection before it is lent. */
  private interface Preparation {
    void apply(Connection connection) throws SQLException;
  }

  private static DataSource changed(DataSource source, Preparation preparation) {
    return (DataSource)
        Proxy.newProxyInstance(
            PostgresVaultTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              try {
                Object lent = method.invoke(source, arguments);
                if (lent instanceof Connection connection) {
                  preparation.apply(connection);
                }
                return lent;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> strings(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        found.add(result.getString(1));
      }
    }
    return found;
  }
}
