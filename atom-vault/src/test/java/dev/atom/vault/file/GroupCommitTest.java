package dev.atom.vault.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.vault.VaultConflict;
import dev.atom.vault.VaultException;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.file.FaultyDisk.Fault;
import dev.atom.vault.file.FaultyDisk.Loss;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final Path FILE = Path.of("/vault/vault.atom");
  private static final int OTHERS = 8;

  private FaultyDisk disk = new FaultyDisk();
  private FileVaultStore store = open();
  private final AtomicInteger syncs = new AtomicInteger();
  private final CountDownLatch firstSync = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Queue<VaultException> thrown = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whoCommitsAtTheSameTimeSharesASync() throws Exception {
    holdFirstSync();
    for (int i = 1; i <= OTHERS; i++) {
      start(put(i, 1, 0));
    }
    letGo();
    assertThat(thrown).isEmpty();
    assertThat(syncs).hasValue(2);
    assertThat(Model.read(store)).hasSize(OTHERS + 1);
  }

  @Test
  void aFailedSyncIsToldToEveryoneWhoSharedItAndStopsTheWriting() throws Exception {
    holdFirstSync();
    for (int i = 1; i <= OTHERS; i++) {
      start(put(i, 1, 0));
    }
    awaitWaiting();
    // The first group's sync is the next step but the last two: then a write and its sync follow.
    disk.failAt(disk.steps() + 3, Fault.ERROR);
    letGo();
    assertThat(thrown).hasSize(OTHERS).allMatch(VaultUnavailable.class::isInstance);
    assertThat(Model.read(store)).containsOnlyKeys(Model.key(0));
    assertThatThrownBy(() -> store.commit(List.of(put(20, 1, 0))))
        .isInstanceOf(VaultUnavailable.class)
        .hasMessageContaining("read-only");
    store.close();
    store = open();
    store.commit(List.of(put(20, 1, 0)));
    assertThat(Model.read(store)).containsKeys(Model.key(0), Model.key(20));
  }

  @Test
  void aCommitSeesThoseQueuedBeforeIt() throws Exception {
    holdFirstSync();
    Thread second = start(put(0, 2, 1));
    awaitWaiting();
    Thread third = start(put(0, 3, 2));
    awaitWaiting();
    start(put(0, 2, 1));
    letGo();
    second.join();
    third.join();
    assertThat(thrown).hasSize(1).allMatch(VaultConflict.class::isInstance);
    assertThat(store.get(Model.key(0)).orElseThrow().revision()).isEqualTo(3);
  }

  @Test
  void aRequirementWaitsForTheQueuedCommitItRestsOn() throws Exception {
    holdFirstSync();
    start(new Change.Require(Model.key(0), 1));
    start(new Change.Require(Model.key(0), 0));
    letGo();
    assertThat(thrown).hasSize(1).allMatch(VaultConflict.class::isInstance);
    assertThat(syncs).hasValue(1);
  }

  @Test
  void interruptedCallersCommitAndHarmNobody() throws Exception {
    holdFirstSync();
    for (int i = 1; i <= OTHERS; i++) {
      Thread thread = start(put(i, 1, 0));
      thread.interrupt();
    }
    letGo();
    assertThat(thrown).isEmpty();
    assertThat(Model.read(store)).hasSize(OTHERS + 1);
  }

  @Test
  void aCrashAmongManyWritersLosesNothingThatWasAcknowledged() throws Exception {
    for (int step = 12; step < 400; step += 3) {
      disk = new FaultyDisk().failAt(step, Fault.CRASH);
      store = open();
      List<Map<RowKey, Row>> acknowledged = writeWithFourThreads();
      closeQuietly();
      for (Loss loss : Loss.values()) {
        FaultyDisk before = disk;
        disk = disk.afterCrash(loss, new Random(step));
        store = open();
        Map<RowKey, Row> left = Model.read(store);
        for (Map<RowKey, Row> mine : acknowledged) {
          mine.forEach(
              (key, row) -> {
                Row found = left.get(key);
                assertThat(found).as("%s at %s", key, loss).isNotNull();
                // The next commit of the thread may be there, whole, or not.
                assertThat(found.revision()).isBetween(row.revision(), row.revision() + 1);
              });
          long ahead =
              mine.entrySet().stream()
                  .filter(e -> left.get(e.getKey()).revision() > e.getValue().revision())
                  .count();
          assertThat(ahead).isIn(0L, (long) mine.size());
        }
        assertThat(store.health().damage()).isEmpty();
        store.close();
        disk = before;
      }
    }
    disk = new FaultyDisk();
    store = open();
  }

  /** Each thread writes the same two rows again and again, in one commit. */
  private List<Map<RowKey, Row>> writeWithFourThreads() throws InterruptedException {
    List<Map<RowKey, Row>> acknowledged = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Map<RowKey, Row> mine = new TreeMap<>();
      acknowledged.add(mine);
      int first = 2 * i;
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long revision = 1; revision <= 60; revision++) {
                      Change.Put one = put(first, revision, revision - 1);
                      Change.Put two = put(first + 1, revision, revision - 1);
                      try {
                        store.commit(List.of(one, two));
                      } catch (VaultUnavailable e) {
                        return;
                      }
                      mine.put(one.key(), one.row());
                      mine.put(two.key(), two.row());
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    return acknowledged;
  }

  private void closeQuietly() {
    try {
      store.close();
    } catch (VaultUnavailable e) {
      // The disk is gone.
    }
  }

  /** Begins a commit of row 0 that waits in its sync. */
  private void holdFirstSync() throws InterruptedException {
    disk.beforeSync(
        () -> {
          if (syncs.incrementAndGet() == 1) {
            firstSync.countDown();
            awaitRelease();
          }
        });
    start(put(0, 1, 0));
    firstSync.await();
  }

  private void awaitRelease() {
    boolean interrupted = false;
    while (true) {
      try {
        release.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread start(Change change) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    store.commit(List.of(change));
                  } catch (VaultException e) {
                    thrown.add(e);
                  }
                });
    threads.add(thread);
    return thread;
  }

  private void awaitWaiting() {
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TERMINATED) {
        Thread.onSpinWait();
      }
    }
  }

  private void letGo() throws InterruptedException {
    awaitWaiting();
    release.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Change.Put put(int number, long revision, long expected) {
    return new Change.Put(
        new Row(Model.key(number), revision, Bytes.of((byte) number, (byte) revision)), expected);
  }

  private FileVaultStore open() {
    return FileVaultStore.newBuilder(FILE)
        .disk(disk)
        .random(new Random(disk.steps()))
        .maintenance(Runnable::run)
        .compactFrom(5_000)
        .rowsInMemory(64)
        .ahead(1_500)
        .open();
  }
}
