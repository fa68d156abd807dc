package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresStoreTest {
  private static final Subject CASE = new Subject("acme", "case", "4711");

  private final PostgresServer server = PostgresServer.shared();
  private String database;
  private TestPool pool;

  @BeforeEach
  void openPool() {
    database = server.newDatabase();
    pool = new TestPool(server.dataSource(database), 4);
  }

  @AfterEach
  void closePool() throws SQLException {
    pool.close();
  }

  @Test
  void serverOfTheTestsWritesThrough() throws SQLException {
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      assertThat(ask("SHOW " + setting)).as(setting).isEqualTo("on");
    }
  }

  @Test
  void hostsThatStartAtOnceMakeTheTablesOnce() throws Exception {
    List<FutureTask<Long>> hosts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Long> host =
          new FutureTask<>(
              () -> {
                try (PostgresStore store = open()) {
                  return store.append(Append.to(CASE).event(event()).build());
                }
              });
      Thread.ofPlatform().start(host);
      hosts.add(host);
    }
    List<Long> versions = new ArrayList<>();
    for (FutureTask<Long> host : hosts) {
      versions.add(host.get());
    }
    assertThat(versions).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(ask("SELECT string_agg(version::text, ',') FROM atom_schema")).isEqualTo("1");
  }

  @Test
  void tablesOfANewerVersionAreRefusedWithTheRemedy() throws SQLException {
    open().close();
    execute("UPDATE atom_schema SET version = 99");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("99")
        .hasMessageContaining("update atom-jdbc");
  }

  @Test
  void failedMigrationLeavesNothing() throws SQLException {
    execute("CREATE TABLE atom_leases (wrong int)");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("atom_leases");
    assertThat(ask("SELECT to_regclass('atom_schema')::text")).isNull();
    execute("DROP TABLE atom_leases");
    open().close();
  }

  @Test
  void tablesLieInTheSearchPathsFirstSchemaUnderTheirPrefix() throws SQLException {
    execute("CREATE SCHEMA tenants");
    PGSimpleDataSource source = server.dataSource(database);
    source.setCurrentSchema("tenants");
    try (PostgresStore here = PostgresStore.on(source, "Bot_", Clock.systemUTC());
        PostgresStore there = open()) {
      here.append(Append.to(CASE).event(event()).plan(effect("k")).build());
      assertThat(there.version(CASE)).isZero();
      assertThat(here.version(CASE)).isEqualTo(1);
      assertThat(ask("SELECT count(*)::text FROM tenants.bot_jobs")).isEqualTo("1");
    }
  }

  @Test
  void databaseInAnotherEncodingIsRefused() throws SQLException {
    execute("CREATE DATABASE ascii" + database + " ENCODING 'SQL_ASCII' TEMPLATE template0");
    assertThatThrownBy(
            () -> PostgresStore.on(server.dataSource("ascii" + database), Clock.systemUTC()))
        .hasMessageContaining("UTF8");
  }

  @Test
  void noCallHoldsAConnectionAndOneIsEnough() throws SQLException {
    try (TestPool one = new TestPool(server.dataSource(database), 1);
        PostgresStore store = PostgresStore.on(one, DatabaseClock.of(one))) {
      store.append(Append.to(CASE).event(event()).plan(effect("k")).build());
      store.claim(JobClaim.of("w", Set.of("reply"), 1, Duration.ofMinutes(1)));
      store.read(CASE, 0, 1);
      assertThat(one.lent()).isZero();
    }
  }

  @Test
  void poolsThatDoNotCommitAndAreSerializableServeAsWell() throws SQLException {
    PGSimpleDataSource source = server.dataSource(database);
    source.setOptions("-c default_transaction_isolation=serializable");
    try (Connection only = source.getConnection()) {
      only.setAutoCommit(false);
      TestPool serializable = new TestPool(OneConnection.lending(only), 1);
      try (PostgresStore store = PostgresStore.on(serializable, Clock.systemUTC())) {
        store.append(Append.to(CASE).event(event()).plan(effect("a")).plan(effect("b")).build());
        JobClaim claim =
            new JobClaim(
                "w", Set.of("reply"), 9, Duration.ofMinutes(1), Map.of("reply", JobLimit.of(1)));
        assertThat(store.claim(claim).jobs()).hasSize(1);
        assertThat(store.claim(claim).jobs()).isEmpty();
      }
      assertThat(only.getAutoCommit()).isFalse();
      assertThat(only.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    }
    try (PostgresStore store = open()) {
      assertThat(store.version(CASE)).isEqualTo(1);
    }
  }

  @Test
  void effectsKeyInAnOpenTransactionIsWaitedFor() throws Exception {
    try (PostgresStore store = open();
        Connection host = pool.getConnection()) {
      for (boolean commits : List.of(false, true)) {
        host.setAutoCommit(false);
        store.append(host, Append.to(CASE).plan(effect("k")).build());
        FutureTask<Long> other =
            new FutureTask<>(
                () ->
                    store.append(
                        Append.to(new Subject("acme", "case", "2"))
                            .event(event())
                            .unique(new UniqueKey("acme", "s", "1"), "x")
                            .plan(effect("other"))
                            .plan(effect("k"))
                            .build()));
        Thread.ofPlatform().start(other);
        awaitWaiting();
        if (commits) {
          host.commit();
          assertThatThrownBy(other::get)
              .cause()
              .isInstanceOfSatisfying(
                  UniqueKeyTaken.class,
                  taken -> assertThat(taken.holder()).isEqualTo(CASE.toString()));
        } else {
          host.rollback();
          assertThat(other.get()).isEqualTo(1);
          execute("DELETE FROM atom_jobs; DELETE FROM atom_unique_keys");
        }
        host.setAutoCommit(true);
      }
      // The refused one left nothing: neither a version, nor the effect and key before the refusal.
      assertThat(store.version(new Subject("acme", "case", "2"))).isEqualTo(1);
      assertThat(store.find(new UniqueKey("acme", "s", "1"))).isEmpty();
      assertThat(ask("SELECT string_agg(name, ',') FROM atom_jobs")).isEqualTo("k");
    }
  }

  @Test
  void brokenConnectionSaysThatTheOutcomeIsUnknown() throws SQLException {
    try (TestPool one = new TestPool(server.dataSource(database), 1);
        PostgresStore store = PostgresStore.on(one, Clock.systemUTC())) {
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      StoreException broken =
          catchThrowableOfType(
              StoreException.class, () -> store.append(Append.to(CASE).event(event()).build()));
      assertThat(broken.retryable()).isTrue();
      assertThat(broken).hasMessageContaining("unknown whether it was written");
      assertThat(store.append(Append.to(CASE).event(event()).build())).isEqualTo(1);
    }
  }

  @Test
  void serverThatIsNotThereSaysThatNothingWasDone() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setURL("jdbc:postgresql://127.0.0.1:1/none?user=atom");
    StoreException thrown =
        catchThrowableOfType(
            StoreException.class, () -> PostgresStore.on(nowhere, Clock.systemUTC()));
    assertThat(thrown.retryable()).isTrue();
    assertThat(thrown).hasMessageContaining("nothing was done");
  }

  @Test
  void whatFailsForGoodIsNotRetryable() throws SQLException {
    try (PostgresStore store = open()) {
      execute("DROP TABLE atom_events");
      StoreException thrown =
          catchThrowableOfType(
              StoreException.class, () -> store.append(Append.to(CASE).event(event()).build()));
      assertThat(thrown.retryable()).isFalse();
      assertThat(thrown).hasMessageContaining("nothing was written");
    }
  }

  @Test
  void versionIsKeptWhenNothingButItIsExpected() throws SQLException {
    try (PostgresStore store = open()) {
      assertThat(store.append(Append.to(CASE).expect(0).build())).isZero();
      assertThat(store.subjects("acme", "case", "", 9)).isEmpty();
      assertThatThrownBy(() -> store.append(Append.to(CASE).expect(1).build()))
          .isInstanceOf(VersionConflict.class);
      assertThat(store.append(Append.to(CASE).expect(0).event(event()).build())).isEqualTo(1);
    }
  }

  private PostgresStore open() {
    return PostgresStore.on(pool, Clock.systemUTC());
  }

  /** Waits until a statement of this database waits for another's lock. */
  private void awaitWaiting() throws SQLException {
    while ("0"
        .equals(
            ask(
                "SELECT count(*)::text FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'"))) {
      Thread.onSpinWait();
    }
  }

  private static NewJob effect(String key) {
    return NewJob.effect(key, "reply", Json.Obj.EMPTY);
  }

  private static NewEvent event() {
    return new NewEvent("noted", Json.Obj.EMPTY, "tester", Optional.empty());
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
