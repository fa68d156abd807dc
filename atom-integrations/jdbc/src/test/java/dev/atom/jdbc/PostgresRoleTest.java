package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.JobQuery;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The application's role needs no more than is listed, once another has made the tables. */
class PostgresRoleTest {
  private static final Subject CASE = new Subject("acme", "case", "4711");
  private static final UniqueKey KEY = new UniqueKey("acme", "message", "1");

  /** What a role must be granted to work with the tables. */
  private static final String GRANTS =
      """
      GRANT USAGE ON SCHEMA atom TO app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA atom TO app;
      GRANT USAGE ON SEQUENCE atom.atom_job_numbers TO app;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA atom TO app;
      REVOKE INSERT, UPDATE, DELETE ON atom.atom_schema FROM app;
      REVOKE UPDATE ON atom.atom_events FROM app;
      """;

  private final PostgresServer server = PostgresServer.shared();
  private final String database = server.newDatabase();

  @BeforeEach
  void makeTables() throws SQLException {
    execute(
        """
        DROP ROLE IF EXISTS app;
        CREATE ROLE app LOGIN;
        CREATE SCHEMA atom;
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        """);
    PostgresStore.on(as("atom"), Clock.systemUTC()).close();
  }

  @AfterEach
  void dropRole() throws SQLException {
    execute("DROP OWNED BY app; DROP ROLE app");
  }

  @Test
  void listedPrivilegesAreEnoughForEveryCall() throws SQLException {
    execute(GRANTS);
    try (PostgresStore store = PostgresStore.on(as("app"), Clock.systemUTC())) {
      appendOfEverything(store);
      claimAndChange(store);
      Lease again = store.acquire("acme", "l", "me", Duration.ofMinutes(1)).orElseThrow();
      store.release(again);
      assertThat(store.find(KEY)).contains("m-1");
      assertThat(store.read(CASE, 0, 9)).hasSize(2);
      assertThat(store.subjects("acme", "case", "", 9)).hasSize(1);
      try (Connection host = as("app").getConnection()) {
        host.setAutoCommit(false);
        assertThat(store.append(host, Append.to(CASE).event(event()).free(KEY).build()))
            .isEqualTo(4);
        host.commit();
      }
      assertThat(store.find(KEY)).isEmpty();
    }
    assertThatThrownBy(
            () -> {
              try (Connection connection = as("app").getConnection();
                  Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE atom.more (id int)");
              }
            })
        .hasMessageContaining("permission denied");
  }

  private static void appendOfEverything(PostgresStore store) {
    store.append(
        Append.to(CASE)
            .expect(0)
            .event(event())
            .plan(NewJob.effect("k", "reply", Json.Obj.EMPTY))
            .plan(NewJob.timer("t", "wake", Instant.EPOCH))
            .build());
    Lease lease = store.acquire("acme", "l", "me", Duration.ofMinutes(1)).orElseThrow();
    store.append(
        Append.to(CASE)
            .fence(lease)
            .event(event())
            .event(event())
            .unique(KEY, "m-1")
            .unique(new UniqueKey("acme", "hold", "1"), "x", Instant.EPOCH)
            .plan(NewJob.timer("gone", "wake", Instant.EPOCH))
            .cancel("gone")
            .forget(1)
            .build());
    store.release(lease);
  }

  private static void claimAndChange(PostgresStore store) {
    JobClaim claim =
        new JobClaim(
            "w",
            Set.of("reply", "wake"),
            9,
            Duration.ofMinutes(1),
            Map.of("reply", JobLimit.of(1)));
    List<Job> jobs = store.claim(claim).jobs();
    assertThat(jobs).extracting(Job::name).containsExactlyInAnyOrder("k", "t");
    assertThat(store.change(jobs.stream().map(JobChange::done).toList())).containsOnly(true);
    assertThat(store.jobs(JobQuery.all())).extracting(Job::name).containsExactly("k");
  }

  @Test
  void missingPrivilegeIsSaidWithTheRemedy() throws SQLException {
    execute(GRANTS);
    execute("REVOKE INSERT ON atom.atom_events FROM app");
    try (PostgresStore store = PostgresStore.on(as("app"), Clock.systemUTC())) {
      assertThatThrownBy(() -> store.append(Append.to(CASE).event(event()).build()))
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retryable()).isFalse())
          .hasMessageContaining("nothing was written")
          .hasMessageContaining("docs/storage.md");
      assertThat(store.version(CASE)).isZero();
    }
  }

  private PGSimpleDataSource as(String role) {
    PGSimpleDataSource source = server.dataSource(database);
    source.setUser(role);
    source.setCurrentSchema("atom");
    return source;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static NewEvent event() {
    return new NewEvent("noted", Json.Obj.EMPTY, "tester", Optional.empty());
  }
}
