package dev.atom.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.vault.VaultConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine must do. A test of an engine extends it and says how to open the engine. */
public abstract class VaultStoreContract {
  /** The engine under test; tests may close it and open it again. */
  protected VaultStore store;

  /** Opens the engine: the first time in a test an empty one, later the same again. */
  protected abstract VaultStore open();

  /** Whether rows are there after the engine was closed and opened again. */
  protected boolean durable() {
    return true;
  }

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void anEmptyStoreHasNothing() {
    assertThat(store.get(secret(1))).isEmpty();
    for (RowKind kind : RowKind.values()) {
      assertThat(store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 10)).isEmpty();
    }
    assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
  }

  @Test
  void keepsWhatWasCommitted() {
    Row header = row(new RowKey(RowKind.HEADER, Bytes.EMPTY), 1, "header");
    Row empty = new Row(secret(2), Long.MAX_VALUE, Bytes.EMPTY);
    Row longest = new Row(secret(3), 7, Bytes.of(new byte[Row.LONGEST_CONTENT]));
    commit(put(header, 0), put(empty, 0), put(longest, 0));
    for (int round = 0; round < (durable() ? 2 : 1); round++) {
      assertThat(store.get(header.key())).contains(header);
      assertThat(store.get(empty.key())).contains(empty);
      assertThat(store.get(longest.key())).contains(longest);
      assertThat(store.scan(RowKind.HEADER, Bytes.EMPTY, Bytes.EMPTY, 5)).containsExactly(header);
      if (durable()) {
        reopen();
      }
    }
  }

  @Test
  void rowsOfEveryKindStandSideBySide() {
    for (RowKind kind : RowKind.values()) {
      commit(put(row(new RowKey(kind, id(1)), 1, kind.name()), 0));
    }
    for (RowKind kind : RowKind.values()) {
      Row row = row(new RowKey(kind, id(1)), 1, kind.name());
      assertThat(store.get(row.key())).contains(row);
      assertThat(store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 5)).containsExactly(row);
    }
  }

  @Test
  void aRowIsWrittenOnlyInPlaceOfTheRevisionExpected() {
    commit(put(row(secret(1), 3, "three"), 0));
    conflicts(put(row(secret(1), 4, "other"), 0));
    conflicts(put(row(secret(1), 5, "other"), 4));
    conflicts(put(row(secret(1), 3, "other"), 2));
    conflicts(new Change.Delete(secret(1), 2));
    conflicts(new Change.Require(secret(1), 0));
    conflicts(new Change.Require(secret(1), 4));
    conflicts(put(row(secret(2), 2, "other"), 1));
    conflicts(new Change.Delete(secret(2), 1));
    conflicts(new Change.Require(secret(2), 1));
    assertThat(store.get(secret(1))).contains(row(secret(1), 3, "three"));
    assertThat(store.get(secret(2))).isEmpty();
    commit(put(row(secret(1), 9, "nine"), 3), new Change.Require(secret(2), 0));
    assertThat(store.get(secret(1))).contains(row(secret(1), 9, "nine"));
    commit(new Change.Delete(secret(1), 9));
    assertThat(store.get(secret(1))).isEmpty();
    commit(put(row(secret(1), 1, "again"), 0));
    assertThat(store.get(secret(1))).contains(row(secret(1), 1, "again"));
  }

  @Test
  void oneChangeThatCantBeMadeMakesNone() {
    commit(put(row(secret(1), 1, "a"), 0), put(row(secret(2), 1, "b"), 0));
    conflicts(
        put(row(secret(1), 2, "x"), 1),
        new Change.Delete(secret(2), 1),
        put(row(secret(3), 1, "x"), 0),
        new Change.Require(secret(4), 1));
    assertThat(all()).containsExactly(row(secret(1), 1, "a"), row(secret(2), 1, "b"));
    if (durable()) {
      reopen();
      assertThat(all()).containsExactly(row(secret(1), 1, "a"), row(secret(2), 1, "b"));
    }
  }

  @Test
  void refusesACommitOfNothingOfTooMuchOrOfOneRowTwice() {
    assertThatThrownBy(() -> store.commit(List.of())).isInstanceOf(IllegalArgumentException.class);
    List<Change> tooMany = new ArrayList<>();
    for (int i = 0; i <= VaultStore.MOST_CHANGES; i++) {
      tooMany.add(put(row(secret(i), 1, ""), 0));
    }
    assertThatThrownBy(() -> store.commit(tooMany)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> commit(put(row(secret(1), 1, "a"), 0), new Change.Require(secret(1), 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(all()).isEmpty();
    commit(tooMany.subList(0, VaultStore.MOST_CHANGES).toArray(Change[]::new));
    assertThat(all()).hasSize(VaultStore.MOST_CHANGES);
  }

  @Test
  void scansAPrefixInTheOrderOfUnsignedBytes() {
    List<Bytes> ids =
        List.of(
            Bytes.of((byte) 0),
            Bytes.of((byte) 1),
            Bytes.of((byte) 1, (byte) 0),
            Bytes.of((byte) 1, (byte) 0x7f),
            Bytes.of((byte) 1, (byte) 0x80),
            Bytes.of((byte) 1, (byte) 0xff),
            Bytes.of((byte) 1, (byte) 0xff, (byte) 0xff),
            Bytes.of((byte) 2),
            Bytes.of((byte) 0xff),
            Bytes.of((byte) 0xff, (byte) 0xff));
    for (int i = ids.size() - 1; i >= 0; i--) {
      commit(put(row(new RowKey(RowKind.SECRET, ids.get(i)), 1, "" + i), 0));
    }
    commit(put(row(new RowKey(RowKind.VERSION, ids.get(3)), 1, "other kind"), 0));
    assertThat(idsOf(Bytes.EMPTY, Bytes.EMPTY, 100)).isEqualTo(ids);
    assertThat(idsOf(ids.get(1), Bytes.EMPTY, 100)).isEqualTo(ids.subList(1, 7));
    assertThat(idsOf(ids.get(1), ids.get(1), 100)).isEqualTo(ids.subList(2, 7));
    assertThat(idsOf(ids.get(1), ids.get(4), 100)).isEqualTo(ids.subList(5, 7));
    assertThat(idsOf(ids.get(1), ids.get(6), 100)).isEmpty();
    assertThat(idsOf(ids.get(8), Bytes.EMPTY, 100)).isEqualTo(ids.subList(8, 10));
    assertThat(idsOf(Bytes.of((byte) 3), Bytes.EMPTY, 100)).isEmpty();
    assertThatThrownBy(() -> store.scan(RowKind.SECRET, Bytes.EMPTY, Bytes.EMPTY, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pagesComeToTheEndAndMissNothing() {
    for (int i = 0; i < 25; i++) {
      commit(put(row(secret(i), 1, "" + i), 0));
    }
    List<Row> paged = new ArrayList<>();
    Bytes after = Bytes.EMPTY;
    List<Row> page = store.scan(RowKind.SECRET, Bytes.EMPTY, after, 4);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(4);
      paged.addAll(page);
      after = page.getLast().key().id();
      page = store.scan(RowKind.SECRET, Bytes.EMPTY, after, 4);
    }
    assertThat(paged).isEqualTo(all()).hasSize(25);
  }

  @Test
  void manyCommitsLeaveWhatAMapWould() {
    Random random = new Random(7);
    TreeMap<RowKey, Row> model = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      RowKey key = secret(random.nextInt(40));
      long revision = model.containsKey(key) ? model.get(key).revision() : 0;
      if (revision > 0 && random.nextInt(3) == 0) {
        commit(new Change.Delete(key, revision));
        model.remove(key);
      } else {
        Row row = new Row(key, revision + 1 + random.nextInt(3), content(random));
        commit(put(row, revision));
        model.put(key, row);
      }
      if (durable() && i % 60 == 59) {
        reopen();
      }
    }
    assertThat(all()).isEqualTo(List.copyOf(model.values()));
    model.forEach((key, row) -> assertThat(store.get(key)).contains(row));
  }

  @Test
  void manyWritersLoseNoUpdate() throws Exception {
    commit(put(row(secret(0), 1, "counter"), 0));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 1; i <= 200; i++) {
        int number = i;
        tasks.add(() -> countUp(number));
      }
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(store.get(secret(0)).orElseThrow().revision()).isEqualTo(201);
    assertThat(all()).hasSize(201);
    if (durable()) {
      reopen();
      assertThat(store.get(secret(0)).orElseThrow().revision()).isEqualTo(201);
      assertThat(all()).hasSize(201);
    }
  }

  @Test
  void aReaderSeesACommitWholeOrNotAtAll() throws Exception {
    commit(put(row(secret(0), 1, "1"), 0));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Boolean> writer =
          threads.submit(
              () -> {
                for (long i = 1; i <= 200; i++) {
                  commit(
                      put(row(secret(0), i + 1, "" + (i + 1)), i),
                      put(row(secret((int) i), i + 1, ""), 0));
                }
                return true;
              });
      while (!writer.isDone()) {
        int newest = (int) store.get(secret(0)).orElseThrow().revision() - 1;
        if (newest > 0) {
          assertThat(store.get(secret(newest))).isPresent();
        }
      }
      assertThat(writer.get()).isTrue();
    }
  }

  @Test
  void anInterruptedCallerHarmsNobody() throws Exception {
    commit(put(row(secret(0), 1, "before"), 0));
    Thread caller =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                store.get(secret(0));
                commit(put(row(secret(1), 1, "interrupted"), 0));
              } catch (dev.atom.vault.VaultUnavailable e) {
                // An engine may say so to the one that was interrupted.
              }
            });
    caller.start();
    caller.join();
    assertThat(store.get(secret(0))).contains(row(secret(0), 1, "before"));
    commit(put(row(secret(2), 1, "after"), 0));
    assertThat(store.get(secret(2))).contains(row(secret(2), 1, "after"));
  }

  @Test
  void closingTwiceIsFine() {
    store.close();
    store.close();
    store = open();
  }

  /** Closes the engine and opens it again. */
  protected final void reopen() {
    store.close();
    store = open();
  }

  /** Commits to the engine under test. */
  protected final void commit(Change... changes) {
    store.commit(List.of(changes));
  }

  /** Every secret's row. */
  protected final List<Row> all() {
    List<Row> all = new ArrayList<>();
    Bytes after = Bytes.EMPTY;
    List<Row> page = store.scan(RowKind.SECRET, Bytes.EMPTY, after, 1_000);
    while (!page.isEmpty()) {
      all.addAll(page);
      after = page.getLast().key().id();
      page = store.scan(RowKind.SECRET, Bytes.EMPTY, after, 1_000);
    }
    return all;
  }

  /** The key of a secret's row, as long as a real one. */
  protected static RowKey secret(int number) {
    return new RowKey(RowKind.SECRET, id(number));
  }

  /** A row with a text for content. */
  protected static Row row(RowKey key, long revision, String text) {
    return new Row(key, revision, Bytes.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /** A change that writes a row. */
  protected static Change put(Row row, long expected) {
    return new Change.Put(row, expected);
  }

  private boolean countUp(int number) {
    while (true) {
      Row counter = store.get(secret(0)).orElseThrow();
      try {
        commit(
            put(row(secret(0), counter.revision() + 1, "counter"), counter.revision()),
            put(row(secret(number), 1, "by " + counter.revision()), 0));
        return true;
      } catch (VaultConflict e) {
        assertThat(store.get(secret(0)).orElseThrow().revision()).isGreaterThan(counter.revision());
      }
    }
  }

  private void conflicts(Change... changes) {
    assertThatThrownBy(() -> commit(changes)).isInstanceOf(VaultConflict.class);
  }

  private List<Bytes> idsOf(Bytes prefix, Bytes after, int limit) {
    return store.scan(RowKind.SECRET, prefix, after, limit).stream()
        .map(row -> row.key().id())
        .toList();
  }

  private static Bytes id(int number) {
    byte[] id = new byte[32];
    java.nio.ByteBuffer.wrap(id).putInt(28, number);
    return Bytes.of(id);
  }

  private static Bytes content(Random random) {
    byte[] content = new byte[random.nextInt(300)];
    random.nextBytes(content);
    return Bytes.of(content);
  }
}
