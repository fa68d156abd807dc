package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.vault.VaultConflict;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import dev.atom.vault.store.VaultStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract, and what several writers of a database must not do to each other. */
abstract class JdbcVaultStoreContract extends VaultStoreContract {
  private VaultDatabase database;

  /** Makes a new, empty database. */
  abstract VaultDatabase newDatabase();

  /** Opens what is tested. */
  abstract VaultStore openOn(VaultDatabase opened);

  @Override
  protected final VaultStore open() {
    if (database == null) {
      database = newDatabase();
    }
    return openOn(database);
  }

  @AfterEach
  final void closeDatabase() {
    store.close();
    database.close();
  }

  @Test
  void idsOfAnyBytesAreKeptApartAndInOrder() {
    List<Row> rows = new ArrayList<>();
    byte[] all = new byte[40];
    for (int first = 0; first < 256; first++) {
      all[0] = (byte) first;
      for (int i = 1; i < 40; i++) {
        all[i] = (byte) (first * 7 + i * 31);
      }
      rows.add(row(new RowKey(RowKind.SECRET, Bytes.of(all)), 1, "long " + first));
      rows.add(row(new RowKey(RowKind.SECRET, Bytes.of((byte) first)), 1, "short " + first));
      rows.add(row(new RowKey(RowKind.SECRET, Bytes.of((byte) first, (byte) 0)), 1, "zero"));
    }
    for (String hostile : List.of("'", "' OR 1=1 --", "%", "_", "\\", "$1", "?", "#")) {
      byte[] id = ("x" + hostile).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      rows.add(row(new RowKey(RowKind.SECRET, Bytes.of(id)), 1, hostile));
    }
    rows.add(row(new RowKey(RowKind.SECRET, Bytes.EMPTY), 1, "nothing"));
    commit(rows.stream().map(row -> put(row, 0)).toArray(Change[]::new));
    rows.sort(java.util.Comparator.comparing(Row::key));
    assertThat(all()).isEqualTo(rows).hasSize(3 * 256 + 9);
    for (Row row : rows) {
      assertThat(store.get(row.key())).contains(row);
      assertThat(store.scan(RowKind.SECRET, row.key().id(), Bytes.EMPTY, 1_000))
          .isEqualTo(rows.stream().filter(r -> r.key().id().startsWith(row.key().id())).toList());
    }
  }

  @Test
  void contentsOfAMebibyteAreChangedAndScanned() {
    byte[] content = new byte[Row.LONGEST_CONTENT];
    new Random(5).nextBytes(content);
    Row first = new Row(secret(1), 1, Bytes.of(content));
    commit(put(first, 0), put(new Row(secret(2), 1, Bytes.of(content)), 0));
    content[77]++;
    Row second = new Row(secret(1), 2, Bytes.of(content));
    commit(put(second, 1), new Change.Delete(secret(2), 1));
    assertThat(all()).containsExactly(second);
  }

  /** Two that each require what the other changes: one of them at most may be made. */
  @Test
  void whatACommitRequiresNobodyChangesAtTheSameTime() throws Exception {
    try (VaultStore other = openOn(database);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      int none = 0;
      for (int round = 0; round < 60; round++) {
        RowKey one = secret(2 * round);
        RowKey two = secret(2 * round + 1);
        long there = round % 2;
        if (there == 1) {
          commit(put(row(one, 1, ""), 0), put(row(two, 1, ""), 0));
        }
        List<Callable<Boolean>> both =
            List.of(
                () -> makes(store, put(row(one, 2, "a"), there), new Change.Require(two, there)),
                () -> makes(other, put(row(two, 2, "b"), there), new Change.Require(one, there)));
        int made = 0;
        for (Future<Boolean> each : threads.invokeAll(both)) {
          made += each.get() ? 1 : 0;
        }
        assertThat(made).isLessThan(2);
        none += 1 - made;
        boolean changedOne = revision(one) == 2;
        boolean changedTwo = revision(two) == 2;
        assertThat((changedOne ? 1 : 0) + (changedTwo ? 1 : 0)).isEqualTo(made);
      }
      assertThat(none).isLessThan(60);
    }
  }

  @Test
  void whoeverNamesTheSameRowsInAnotherOrderIsServedOrRefused() throws Exception {
    int rows = 6;
    for (int i = 0; i < rows; i++) {
      commit(put(row(secret(i), 1, ""), 0));
    }
    AtomicInteger made = new AtomicInteger();
    try (VaultStore other = openOn(database);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        VaultStore used = t % 2 == 0 ? store : other;
        Random random = new Random(t);
        tasks.add(() -> changeAtRandom(used, random, rows, made));
      }
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        assertThat(task.get()).isTrue();
      }
    }
    long sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += revision(secret(i)) - 1;
    }
    assertThat(sum).isEqualTo(made.get()).isPositive();
  }

  /** Each commit takes three rows one further, and with them one that is not there and stays so. */
  private boolean changeAtRandom(VaultStore used, Random random, int rows, AtomicInteger made) {
    for (int i = 0; i < 40; i++) {
      List<Integer> all =
          new ArrayList<>(java.util.stream.IntStream.range(0, rows).boxed().toList());
      java.util.Collections.shuffle(all, random);
      List<Change> changes = new ArrayList<>();
      for (int number : all.subList(0, 3)) {
        long revision = used.get(secret(number)).orElseThrow().revision();
        changes.add(put(row(secret(number), revision + 1, "x"), revision));
      }
      long stays = used.get(secret(all.get(3))).orElseThrow().revision();
      changes.add(new Change.Require(secret(all.get(3)), stays));
      changes.add(new Change.Require(secret(1_000), 0));
      java.util.Collections.shuffle(changes, random);
      if (makes(used, changes.toArray(Change[]::new))) {
        made.addAndGet(3);
      }
    }
    return true;
  }

  @Test
  void ofManyWhoInsertTheSameRowOneDoes() throws Exception {
    try (VaultStore other = openOn(database);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 20; round++) {
        RowKey key = secret(round);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
          VaultStore used = t % 2 == 0 ? store : other;
          Row row = row(key, 1 + t, "by " + t);
          tasks.add(() -> makes(used, put(row, 0)));
        }
        int made = 0;
        for (Future<Boolean> task : threads.invokeAll(tasks)) {
          made += task.get() ? 1 : 0;
        }
        assertThat(made).isEqualTo(1);
      }
    }
  }

  @Test
  void aRefusalSaysWhichRowAndItsRevision() {
    commit(put(row(secret(1), 7, ""), 0));
    assertThatThrownBy(() -> commit(put(row(secret(1), 9, ""), 8)))
        .isInstanceOf(VaultConflict.class)
        .hasMessageContaining(secret(1).toString())
        .hasMessageContaining("revision 7 and not 8");
  }

  private long revision(RowKey key) {
    return store.get(key).map(Row::revision).orElse(0L);
  }

  private static boolean makes(VaultStore used, Change... changes) {
    try {
      used.commit(List.of(changes));
      return true;
    } catch (VaultConflict e) {
      return false;
    }
  }
}
