package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An append in a host's transaction is a part of it. */
class SqliteJoinTest {
  private static final Subject CASE = new Subject("acme", "case", "4711");

  @TempDir Path folder;
  private SqliteStore store;
  private Connection host;

  @BeforeEach
  void open() throws Exception {
    Path file = folder.resolve("atom.db");
    store = SqliteStore.open(file, Clock.systemUTC());
    host = DriverManager.getConnection("jdbc:sqlite:" + file);
    execute("CREATE TABLE orders (id TEXT)");
  }

  @AfterEach
  void close() throws Exception {
    host.close();
    store.close();
  }

  @Test
  void hostsRowAndAppendAreCommittedTogether() throws Exception {
    execute("BEGIN IMMEDIATE");
    execute("INSERT INTO orders VALUES ('1')");
    assertThat(store.append(host, append(0))).isEqualTo(1);
    assertThat(store.version(CASE)).isZero();
    execute("COMMIT");
    assertThat(store.version(CASE)).isEqualTo(1);
    assertThat(orders()).isEqualTo(1);
  }

  @Test
  void hostsRowAndAppendAreRolledBackTogether() throws Exception {
    host.setAutoCommit(false);
    execute("INSERT INTO orders VALUES ('1')");
    assertThat(store.append(host, append(0))).isEqualTo(1);
    host.rollback();
    assertThat(store.version(CASE)).isZero();
    assertThat(store.jobs(JobQuery.all())).isEmpty();
    assertThat(orders()).isZero();
  }

  @Test
  void refusalLeavesTheTransactionAsItWas() throws Exception {
    host.setAutoCommit(false);
    execute("INSERT INTO orders VALUES ('1')");
    assertThatThrownBy(() -> store.append(host, append(5))).isInstanceOf(VersionConflict.class);
    assertThat(store.append(host, append(0))).isEqualTo(1);
    host.commit();
    host.setAutoCommit(true);
    assertThat(orders()).isEqualTo(1);
    assertThat(store.version(CASE)).isEqualTo(1);
  }

  @Test
  void outsideOfATransactionItIsOne() {
    assertThat(store.append(host, append(0))).isEqualTo(1);
    assertThat(store.version(CASE)).isEqualTo(1);
    assertThatThrownBy(() -> store.append(host, append(0))).isInstanceOf(VersionConflict.class);
    assertThat(store.append(append(1))).isEqualTo(2);
  }

  @Test
  void transactionThatHasNotReadYetSeesWhatOthersHaveWritten() throws Exception {
    execute("BEGIN");
    store.append(append(0));
    assertThat(store.append(host, append(1))).isEqualTo(2);
    execute("COMMIT");
    assertThat(store.version(CASE)).isEqualTo(2);
  }

  @Test
  void jobIsDoneWithTheHostsRow() throws Exception {
    store.append(append(0));
    Job job =
        store.claim(JobClaim.of("w", Set.of("reply"), 1, Duration.ofMinutes(1))).jobs().getFirst();
    execute("BEGIN IMMEDIATE");
    assertThat(store.change(host, List.of(JobChange.done(job)))).containsExactly(true);
    execute("ROLLBACK");
    assertThat(state()).isEqualTo(JobState.RUNNING);
    execute("BEGIN IMMEDIATE");
    assertThat(store.change(host, List.of(JobChange.done(job)))).containsExactly(true);
    assertThat(store.change(host, List.of(JobChange.done(job)))).containsExactly(false);
    execute("COMMIT");
    assertThat(state()).isEqualTo(JobState.DONE);
  }

  @Test
  void listenersAreToldWhenTheHostSaysSo() throws Exception {
    List<Instant> told = new ArrayList<>();
    store.whenPlanned(told::add);
    execute("BEGIN IMMEDIATE");
    store.append(host, append(0));
    execute("COMMIT");
    assertThat(told).isEmpty();
    store.committed(append(0));
    assertThat(told).hasSize(1);
  }

  @Test
  void closedStoreJoinsNothing() {
    store.close();
    assertThatThrownBy(() -> store.append(host, append(0)))
        .isInstanceOf(IllegalStateException.class);
  }

  private JobState state() {
    return store.jobs(JobQuery.of(CASE)).getFirst().status().state();
  }

  private static Append append(long expected) {
    return Append.to(CASE)
        .expect(expected)
        .event(new NewEvent("noted", Json.Obj.EMPTY, "tester", Optional.empty()))
        .plan(NewJob.effect("k" + expected, "reply", Json.Obj.EMPTY))
        .build();
  }

  private int orders() throws SQLException {
    try (Statement statement = host.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
      return row.getInt(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = host.createStatement()) {
      statement.execute(sql);
    }
  }
}
