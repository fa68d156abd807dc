package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.FenceLost;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.Lease;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An append in a host's transaction is a part of it, and never aborts it by a refusal. */
abstract class JoinTests {
  static final Subject CASE = new Subject("acme", "case", "4711");
  static final UniqueKey KEY = new UniqueKey("acme", "message", "1");

  private JdbcStore store;
  private Connection host;

  /** Opens a store in a new database. */
  abstract JdbcStore openStore() throws SQLException;

  /** Connects to the same database. */
  abstract Connection connect() throws SQLException;

  /** Closes what was opened for both. */
  void closeDatabase() throws SQLException {}

  @BeforeEach
  void open() throws SQLException {
    store = openStore();
    host = connect();
    execute("CREATE TABLE orders (id int)");
    host.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    if (!host.getAutoCommit()) {
      host.rollback();
      host.setAutoCommit(true);
    }
    host.close();
    store.close();
    closeDatabase();
  }

  final JdbcStore store() {
    return store;
  }

  final Connection host() {
    return host;
  }

  @Test
  void hostsRowAndAppendAreCommittedTogether() throws SQLException {
    execute("INSERT INTO orders VALUES (1)");
    assertThat(store.append(host, append(0))).isEqualTo(1);
    assertThat(store.version(CASE)).isZero();
    host.commit();
    assertThat(store.version(CASE)).isEqualTo(1);
    assertThat(orders()).isEqualTo(1);
  }

  @Test
  void hostsRowAndAppendAreRolledBackTogether() throws SQLException {
    execute("INSERT INTO orders VALUES (1)");
    assertThat(store.append(host, append(0))).isEqualTo(1);
    host.rollback();
    assertThat(store.version(CASE)).isZero();
    assertThat(store.jobs(JobQuery.all())).isEmpty();
    assertThat(orders()).isZero();
  }

  @Test
  void everyRefusalLeavesTheTransactionAliveAndWritesNothing() throws SQLException {
    store.append(Append.to(CASE).event(event()).plan(effect("k")).unique(KEY, "first").build());
    Job job = claimOne();
    store.change(List.of(JobChange.retry(job, Duration.ZERO, "later")));
    Lease lease = store.acquire("acme", "l", "me", Duration.ofMinutes(1)).orElseThrow();
    store.release(lease);
    Map<Append.Builder, Class<? extends StoreException>> refused = new LinkedHashMap<>();
    refused.put(all("a").fence(lease), FenceLost.class);
    refused.put(all("b").expect(7), VersionConflict.class);
    refused.put(all("c").unique(KEY, "second"), UniqueKeyTaken.class);
    refused.put(all("d").plan(effect("k")), UniqueKeyTaken.class);
    refused.put(all("e").plan(effect("twice")).plan(effect("twice")), UniqueKeyTaken.class);
    refused.put(all("f").change(JobChange.done(job)), JobLost.class);
    execute("INSERT INTO orders VALUES (1)");
    for (Map.Entry<Append.Builder, Class<? extends StoreException>> each : refused.entrySet()) {
      assertThatThrownBy(() -> store.append(host, each.getKey().build()))
          .isInstanceOf(each.getValue());
      execute("INSERT INTO orders VALUES (2)");
    }
    assertThat(store.append(host, append(1))).isEqualTo(2);
    host.commit();
    assertThat(orders()).isEqualTo(1 + refused.size());
    assertThat(store.version(CASE)).isEqualTo(2);
    assertThat(store.jobs(JobQuery.all())).extracting(Job::name).containsExactly("k", "k1");
    assertThat(store.find(new UniqueKey("acme", "message", "c"))).isEmpty();
    assertThat(store.subjects("acme", "new", "", 9)).isEmpty();
  }

  @Test
  void jobIsDoneWithTheHostsRow() throws SQLException {
    store.append(append(0));
    Job job = claimOne();
    assertThat(store.change(host, List.of(JobChange.done(job)))).containsExactly(true);
    host.rollback();
    assertThat(state()).isEqualTo(JobState.RUNNING);
    assertThat(store.change(host, List.of(JobChange.done(job)))).containsExactly(true);
    assertThat(store.change(host, List.of(JobChange.done(job)))).containsExactly(false);
    host.commit();
    assertThat(state()).isEqualTo(JobState.DONE);
  }

  @Test
  void listenersAreToldWhenTheHostSaysSo() throws SQLException {
    List<Instant> told = new ArrayList<>();
    store.whenPlanned(told::add);
    store.append(host, append(0));
    host.commit();
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

  /** Something of everything, none of which may be there after the refusal. */
  private static Append.Builder all(String name) {
    return Append.to(name.equals("b") ? CASE : new Subject("acme", "new", name))
        .event(event())
        .plan(effect("effect-" + name))
        .plan(NewJob.timer("timer-" + name, "wake", Instant.EPOCH))
        .unique(new UniqueKey("acme", "message", name), name);
  }

  private Job claimOne() {
    return store
        .claim(JobClaim.of("w", Set.of("reply"), 1, Duration.ofMinutes(1)))
        .jobs()
        .getFirst();
  }

  final JobState state() {
    return store.jobs(JobQuery.of(CASE)).getFirst().status().state();
  }

  static Append append(long expected) {
    return Append.to(CASE).expect(expected).event(event()).plan(effect("k" + expected)).build();
  }

  static NewJob effect(String key) {
    return NewJob.effect(key, "reply", Json.Obj.EMPTY);
  }

  static NewEvent event() {
    return new NewEvent("noted", Json.Obj.EMPTY, "tester", Optional.empty());
  }

  final int orders() throws SQLException {
    try (Statement statement = host.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
      row.next();
      return row.getInt(1);
    }
  }

  final void execute(String sql) throws SQLException {
    try (Statement statement = host.createStatement()) {
      statement.execute(sql);
    }
  }
}
