package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

/** What is special about MariaDB: tables, connections as hosts have them, time, rights. */
@Tag("mariadb")
class MariaStoreTest {
  private static final Subject CASE = new Subject("acme", "case", "1");

  private final MariaServer server = MariaServer.shared();

  @Test
  void mariadbIsDetectedAndItsClockUsed() {
    MariaDbDataSource source = server.dataSource(server.newDatabase());
    try (JdbcStore store = JdbcStore.on(source)) {
      assertThat(store).isInstanceOf(MariaStore.class);
      store.append(Append.to(CASE).event(event("x")).build());
      Instant at = store.read(CASE, 0, 1).getFirst().at();
      assertThat(Duration.between(at, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void hostsThatStartAtOnceMakeTheTablesOnce() throws Exception {
    MariaDbDataSource source = server.dataSource(server.newDatabase());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Long>> hosts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        hosts.add(
            threads.submit(
                () -> {
                  try (MariaStore store = MariaStore.on(source, Clock.systemUTC())) {
                    return store.append(Append.to(CASE).event(event("x")).build());
                  }
                }));
      }
      List<Long> versions = new ArrayList<>();
      for (Future<Long> host : hosts) {
        versions.add(host.get());
      }
      assertThat(versions).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }
  }

  @Test
  void halfAMigrationIsRunToItsEnd() throws SQLException {
    MariaDbDataSource source = server.dataSource(server.newDatabase());
    MariaStore.on(source, Clock.systemUTC()).close();
    execute(source, "DELETE FROM atom_schema");
    execute(source, "DROP TABLE atom_leases");
    try (MariaStore store = MariaStore.on(source, Clock.systemUTC())) {
      assertThat(store.acquire("acme", "l", "me", Duration.ofMinutes(1))).isPresent();
    }
  }

  @Test
  void tablesOfALaterAtomAreRefused() throws SQLException {
    MariaDbDataSource source = server.dataSource(server.newDatabase());
    MariaStore.on(source, Clock.systemUTC()).close();
    execute(source, "UPDATE atom_schema SET version = 99");
    assertThatThrownBy(() -> MariaStore.on(source, Clock.systemUTC()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("99");
  }

  @Test
  void connectionsThatDoNotCommitByThemselvesAreGivenBackAsTheyCame() throws SQLException {
    MariaDbDataSource source = server.dataSource(server.newDatabase());
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    try (MariaStore store =
        MariaStore.on(OneConnection.lending(uncloseable(connection)), Clock.systemUTC())) {
      store.append(Append.to(CASE).event(event("x")).build());
      assertThat(store.version(CASE)).isEqualTo(1);
      try (MariaStore other = MariaStore.on(source, Clock.systemUTC())) {
        other.append(Append.to(CASE).event(event("y")).build());
      }
      assertThat(store.version(CASE)).isEqualTo(2);
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    }
    connection.close();
  }

  @Test
  void driversSettingsChangeNothing() {
    for (String settings :
        List.of(
            "&useAffectedRows=true",
            "&useServerPrepStmts=true",
            "&useBulkStmts=true&useServerPrepStmts=true",
            "&rewriteBatchedStatements=true",
            "&sessionVariables=sql_mode='ANSI,NO_BACKSLASH_ESCAPES'",
            "&sessionVariables=sql_mode=''",
            "&sessionVariables=time_zone='-09:30'")) {
      MariaDbDataSource source = MariaServer.source(server.url(server.newDatabase()) + settings);
      try (MariaStore store = MariaStore.on(source, Clock.systemUTC())) {
        roundTrip(store);
      }
    }
  }

  private static void roundTrip(MariaStore store) {
    String odd = "it's \"odd\" \\ \uD83D\uDE80 \n";
    UniqueKey key = new UniqueKey("acme", "message", "k ");
    store.append(
        Append.to(CASE)
            .event(event(odd))
            .event(event("second"))
            .unique(key, odd)
            .plan(NewJob.effect("a", "reply", Json.Obj.EMPTY))
            .plan(NewJob.effect("b", "reply", Json.Obj.EMPTY))
            .plan(NewJob.timer("t", "reply", Instant.EPOCH))
            .build());
    assertThat(store.read(CASE, 0, 1).getFirst().data().text("text")).contains(odd);
    assertThat(store.find(key)).contains(odd);
    assertThat(store.find(new UniqueKey("acme", "message", "k"))).isEmpty();
    assertThat(store.find(new UniqueKey("acme", "message", "K "))).isEmpty();
    List<Job> jobs =
        store.claim(JobClaim.of("w", Set.of("reply"), 9, Duration.ofMinutes(1))).jobs();
    assertThat(jobs).extracting(Job::name).containsExactly("t", "a", "b");
    assertThat(store.change(jobs.stream().map(JobChange::done).toList()))
        .containsExactly(true, true, true);
    assertThat(store.change(jobs.stream().map(JobChange::done).toList()))
        .containsExactly(false, false, false);
    assertThat(store.jobs(JobQuery.all())).extracting(Job::name).containsExactly("a", "b");
  }

  @Test
  void userNeedsTheRightsThatAreWrittenDownAndNoMore() throws SQLException {
    String database = server.newDatabase();
    String user = "u_" + database;
    server.execute("CREATE USER " + user + "@'%' IDENTIFIED BY 'x'");
    server.execute("GRANT CREATE ON " + database + ".* TO " + user + "@'%'");
    server.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + database + ".* TO " + user + "@'%'");
    MariaDbDataSource source = server.dataSource(database);
    source.setUser(user);
    source.setPassword("x");
    MariaStore.on(source, Clock.systemUTC()).close();
    server.execute("REVOKE CREATE ON " + database + ".* FROM " + user + "@'%'");
    try (MariaStore store = MariaStore.on(source, Clock.systemUTC())) {
      roundTrip(store);
      server.execute("REVOKE UPDATE ON " + database + ".* FROM " + user + "@'%'");
    }
    try (MariaStore store = MariaStore.on(source, Clock.systemUTC())) {
      assertThatThrownBy(() -> store.append(Append.to(CASE).event(event("x")).build()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("grant");
    }
  }

  @Test
  void timersOfOneNameAreMovedBySubjectsAtOnceWithoutFailing() throws Exception {
    MariaDbDataSource source = server.dataSource(server.newDatabase());
    try (TestPool pool = new TestPool(source, 8);
        MariaStore store = MariaStore.on(pool, Clock.systemUTC());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Long>> moves = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String thread = "s" + i;
        moves.add(
            threads.submit(
                () -> {
                  long version = 0;
                  for (int round = 0; round < 50; round++) {
                    NewJob timer = NewJob.timer("follow-up", "remind", Instant.now());
                    version =
                        store.append(
                            Append.to(new Subject("acme", "case", thread))
                                .event(event("x"))
                                .plan(timer)
                                .build());
                  }
                  return version;
                }));
      }
      for (Future<Long> move : moves) {
        assertThat(move.get()).isEqualTo(50);
      }
      assertThat(store.jobs(JobQuery.all())).hasSize(8);
    }
  }

  @Test
  void claimsAndCountsReadAnIndexAndNotTheTable() throws SQLException {
    MariaDbDataSource source = server.dataSource(server.newDatabase());
    MariaStore.on(source, Clock.systemUTC()).close();
    execute(
        source,
        "INSERT INTO atom_jobs (number, tenant, subject_kind, subject_id, type, name, kind,"
            + " priority, payload, at, state, due_at, name_key) SELECT seq, 'acme', 'case', 's',"
            + " 'EFFECT', seq, 'reply', 1, '{}', seq, 'WAITING', seq, seq FROM seq_1_to_20000");
    try (MariaStore store = MariaStore.on(source, Clock.systemUTC());
        Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      long before = rowsRead(statement);
      JobClaim claim = JobClaim.of("w", Set.of("reply", "other"), 10, Duration.ofMinutes(1));
      List<Job> jobs = store.claim(claim).jobs();
      assertThat(jobs).hasSize(10);
      assertThat(store.change(jobs.stream().map(JobChange::done).toList())).hasSize(10);
      assertThat(rowsRead(statement) - before).isLessThan(2_000);
    }
  }

  private static long rowsRead(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT sum(variable_value) FROM information_schema.global_status"
                + " WHERE variable_name IN ('INNODB_ROWS_READ', 'HANDLER_READ_NEXT',"
                + " 'HANDLER_READ_RND_NEXT')")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Connection uncloseable(Connection connection) {
    return (Connection)
        java.lang.reflect.Proxy.newProxyInstance(
            MariaStoreTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
  }

  private static void execute(MariaDbDataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static NewEvent event(String text) {
    return new NewEvent(
        "noted", Json.object().put("text", text).build(), "tester", Optional.empty());
  }
}
