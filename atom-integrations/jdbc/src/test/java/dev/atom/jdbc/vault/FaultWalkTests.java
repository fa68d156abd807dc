package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.jdbc.vault.FaultySource.Fault;
import dev.atom.vault.VaultConflict;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One call to the driver fails, and each call of a workload is that one once: what was acknowledged is
 * there, what was not is there whole or not at all, and the same store works on.
 */
abstract class FaultWalkTests {
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  /** How often many threads meet a failure; {@code -Datom.kills=200} asks for more. */
  private static final int ROUNDS = Integer.getInteger("atom.kills", 20);

  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private VaultDatabase database;

  abstract VaultDatabase newDatabase();

  abstract JdbcVaultStore open(DataSource source, String prefix);

  /** Whether it is a server, with a pool before it. */
  abstract boolean server();

  @BeforeEach
  final void makeDatabase() {
    database = newDatabase();
  }

  @AfterEach
  final void closeDatabase() throws SQLException {
    for (Connection each : idle) {
      each.close();
    }
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whereverACallFailsWhatWasAcknowledgedIsThereAndTheStoreWorksOn(Fault fault)
      throws Exception {
    int cases = 0;
    int step = Integer.getInteger("atom.kills", 0) > 100 || isDecisive(fault) ? 1 : 3;
    List<String> hits = new ArrayList<>();
    for (int at = 1; ; at += step) {
      try (FaultySource faulty = new FaultySource(raw(), idle(), fault, at)) {
        Workload workload = new Workload(faulty);
        workload.run();
        if (faulty.hit().isEmpty()) {
          assertThat(workload.failures).isZero();
          break;
        }
        hits.add(faulty.hit());
        if (fault == Fault.LOST_RACE && server()) {
          assertThat(workload.failedCommits).as(faulty.hit()).isZero();
        }
        cases++;
      }
    }
    assertThat(hits).contains("executeQuery");
    if (fault != Fault.LOST_RACE) {
      assertThat(hits).contains("getConnection", "prepareStatement", "next", "close");
    }
    System.out.printf(
        "%s, %s: %d calls failed, of %d kinds%n",
        getClass().getSimpleName(), fault, cases, Set.copyOf(hits).size());
    assertThat(cases).isGreaterThan(fault == Fault.LOST_RACE ? 10 : 60);
  }

  /** Of these every call is tried in each build, of the others every third. */
  private static boolean isDecisive(Fault fault) {
    return switch (fault) {
      case AFTER, BROKEN, LOST_RACE -> true;
      case BEFORE, BROKEN_AFTER -> false;
    };
  }

  @Test
  void whereverACallFailsAmongManyThreadsNothingIsLostOrTorn() throws Exception {
    Random random = new Random(SEED);
    Fault[] faults = {Fault.BEFORE, Fault.AFTER, Fault.BROKEN, Fault.BROKEN_AFTER};
    for (int round = 0; round < ROUNDS; round++) {
      Fault fault = faults[random.nextInt(faults.length)];
      String prefix = "crowd" + round + "_";
      open(database.source(), prefix).close();
      try (FaultySource faulty = new FaultySource(raw(), idle(), fault, 30 + random.nextInt(300))) {
        try (JdbcVaultStore store = open(faulty.source(), prefix);
            ExecutorService threads = Executors.newFixedThreadPool(4)) {
          List<Callable<Boolean>> tasks = new ArrayList<>();
          for (int t = 0; t < 4; t++) {
            int thread = t;
            tasks.add(() -> countUp(store, thread));
          }
          for (Future<Boolean> task : threads.invokeAll(tasks)) {
            assertThat(task.get()).isTrue();
          }
        }
        try (JdbcVaultStore fresh = open(database.source(), prefix)) {
          List<Row> rows = rows(fresh);
          assertThat(rows).as("%s, %s, seed %d", fault, faulty.hit(), SEED).hasSize(21);
          assertThat(rows.getFirst().revision()).isEqualTo(20);
          assertThat(rows.stream().skip(1).map(Row::revision)).doesNotHaveDuplicates();
        }
      }
    }
  }

  private static boolean countUp(JdbcVaultStore store, int thread) {
    for (int i = 1; i <= 5; i++) {
      RowKey own = key(10 * thread + i);
      boolean made = false;
      while (!made) {
        try {
          long count = store.get(key(0)).map(Row::revision).orElse(0L);
          store.commit(
              List.of(
                  new Change.Put(new Row(key(0), count + 1, Bytes.EMPTY), count),
                  new Change.Put(new Row(own, count + 1, Bytes.EMPTY), 0)));
          made = true;
        } catch (VaultConflict e) {
          // another thread was first
        } catch (VaultUnavailable e) {
          made = store.get(own).isPresent();
        }
      }
    }
    return true;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whereverACallFailsWhileTheTableIsMadeOpeningAgainMakesIt(Fault fault) throws Exception {
    for (int cases = 0; ; cases++) {
      String prefix = "made" + cases + "_";
      try (FaultySource faulty = new FaultySource(raw(), idle(), fault, cases + 1)) {
        try {
          open(faulty.source(), prefix).close();
        } catch (VaultUnavailable e) {
          assertThat(faulty.hit()).isNotEmpty();
        }
        try (JdbcVaultStore store = open(database.source(), prefix)) {
          assertThat(rows(store)).isEmpty();
          store.commit(List.of(new Change.Put(new Row(key(1), 1, Bytes.EMPTY), 0)));
        }
        if (faulty.hit().isEmpty()) {
          System.out.printf(
              "%s, %s: %d calls failed while the table was made%n",
              getClass().getSimpleName(), fault, cases);
          assertThat(cases).isGreaterThan(fault == Fault.LOST_RACE ? 2 : 20);
          return;
        }
      }
    }
  }

  @Test
  void noStatementIsMadeOfWhatARowHolds() throws Exception {
    try (FaultySource watched = new FaultySource(raw(), idle(), Fault.BEFORE, 0)) {
      JdbcVaultStore store = open(watched.source(), JdbcVaultStore.DEFAULT_PREFIX);
      store.scan(RowKind.SECRET, Bytes.EMPTY, Bytes.EMPTY, 5);
      store.scan(RowKind.SECRET, Bytes.of((byte) 1), Bytes.EMPTY, 5);
      store.scan(RowKind.SECRET, Bytes.EMPTY, Bytes.of((byte) 1), 5);
      store.scan(RowKind.SECRET, Bytes.of((byte) 1), Bytes.of((byte) 1, (byte) 2), 5);
      for (int i = 0; i < 10; i++) {
        statementsOf(store, i);
        int known = watched.statements().size();
        statementsOf(store, 100 + i);
        assertThat(watched.statements()).hasSize(known);
      }
      assertThat(watched.statements())
          .noneMatch(sql -> sql.contains("27") || sql.contains("secret") || sql.contains("' OR"));
      store.close();
    }
  }

  private static void statementsOf(JdbcVaultStore store, int number) {
    RowKey key =
        new RowKey(
            RowKind.SECRET,
            Bytes.of(("' OR secret 27 " + number).getBytes(StandardCharsets.UTF_8)));
    RowKey other = new RowKey(RowKind.LEASE, key.id());
    store.commit(
        List.of(new Change.Put(new Row(key, 1, key.id()), 0), new Change.Require(other, 0)));
    store.commit(List.of(new Change.Put(new Row(key, 2, key.id()), 1)));
    assertThatThrownBy(() -> store.commit(List.of(new Change.Delete(key, 27))))
        .isInstanceOf(VaultConflict.class);
    store.commit(
        List.of(new Change.Require(key, 2), new Change.Put(new Row(other, 1, key.id()), 0)));
    store.get(key);
    store.scan(RowKind.SECRET, key.id(), Bytes.EMPTY, 3);
    store.commit(List.of(new Change.Delete(key, 2), new Change.Delete(other, 1)));
  }

  private @Nullable Deque<Connection> idle() {
    return server() ? idle : null;
  }

  private DataSource raw() {
    return server() ? VaultDatabase.unpooled(database.address()) : database.source();
  }

  /** Commits and reads on an empty table, and what should be there afterwards. */
  private final class Workload {
    private final FaultySource faulty;
    private NavigableMap<RowKey, Row> model = new TreeMap<>();
    private int failures;
    private int failedCommits;
    private JdbcVaultStore store;

    Workload(FaultySource faulty) {
      this.faulty = faulty;
    }

    void run() {
      open();
      for (int step = 0; step < 4; step++) {
        commit(changes(step));
        get();
      }
      refused();
      scan();
      close();
      assertThat(model).hasSize(3);
      try (JdbcVaultStore fresh = database.open()) {
        assertThat(rows(fresh)).as(faulty.hit()).isEqualTo(List.copyOf(model.values()));
        fresh.commit(
            model.values().stream()
                .map(row -> (Change) new Change.Delete(row.key(), row.revision()))
                .toList());
      }
    }

    private void open() {
      try {
        store = FaultWalkTests.this.open(faulty.source(), JdbcVaultStore.DEFAULT_PREFIX);
      } catch (VaultUnavailable e) {
        failures++;
        store = FaultWalkTests.this.open(faulty.source(), JdbcVaultStore.DEFAULT_PREFIX);
      }
    }

    private List<Change> changes(int step) {
      return switch (step) {
        case 0 -> List.of(put(1), put(2), put(3), put(4));
        case 1 -> List.of(put(1), put(5), require(2), require(6));
        case 2 -> List.of(delete(3), delete(4), put(2));
        default -> List.of(put(1), require(5));
      };
    }

    private void commit(List<Change> changes) {
      NavigableMap<RowKey, Row> after = new TreeMap<>(model);
      for (Change change : changes) {
        switch (change) {
          case Change.Put put -> after.put(put.key(), put.row());
          case Change.Delete delete -> after.remove(delete.key());
          case Change.Require require -> {}
        }
      }
      try {
        store.commit(changes);
      } catch (VaultUnavailable e) {
        failures++;
        failedCommits++;
        List<Row> found = rows(store);
        assertThat(found)
            .as(faulty.hit())
            .isIn(List.copyOf(model.values()), List.copyOf(after.values()));
        if (!found.equals(List.copyOf(after.values()))) {
          store.commit(changes);
        }
      }
      model = after;
    }

    /** A commit whose last change can't be made. */
    private void refused() {
      RowKey one = key(1);
      List<Change> changes =
          List.of(put(2), new Change.Require(one, 77), put(6), new Change.Delete(key(9), 5));
      try {
        store.commit(changes);
        throw new AssertionError("a commit that can't be made was made");
      } catch (VaultConflict e) {
        assertThat(e).hasMessageContaining(one.toString());
      } catch (VaultUnavailable e) {
        failures++;
        assertThat(rows(store)).isEqualTo(List.copyOf(model.values()));
        assertThatThrownBy(() -> store.commit(changes)).isInstanceOf(VaultConflict.class);
      }
    }

    private void get() {
      Row expected = model.get(key(1));
      try {
        assertThat(store.get(key(1))).contains(expected);
      } catch (VaultUnavailable e) {
        failures++;
        assertThat(store.get(key(1))).as(faulty.hit()).contains(expected);
      }
    }

    private void scan() {
      List<Row> expected = List.copyOf(model.values());
      try {
        assertThat(rows(store)).isEqualTo(expected);
      } catch (VaultUnavailable e) {
        failures++;
        assertThat(rows(store)).as(faulty.hit()).isEqualTo(expected);
      }
    }

    private void close() {
      store.close();
    }

    private Change put(int number) {
      long revision = revision(number);
      byte[] content = new byte[300];
      content[0] = (byte) number;
      return new Change.Put(new Row(key(number), revision + 1, Bytes.of(content)), revision);
    }

    private Change require(int number) {
      return new Change.Require(key(number), revision(number));
    }

    private Change delete(int number) {
      return new Change.Delete(key(number), revision(number));
    }

    private long revision(int number) {
      Row row = model.get(key(number));
      return row == null ? 0 : row.revision();
    }
  }

  private static RowKey key(int number) {
    return new RowKey(RowKind.SECRET, Bytes.of((byte) number));
  }

  private static List<Row> rows(VaultStore store) {
    return store.scan(RowKind.SECRET, Bytes.EMPTY, Bytes.EMPTY, 100);
  }
}
