package dev.atom.jdbc.vault;

import dev.atom.vault.VaultConflict;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program that commits on a few threads and prints {@code ack name} for what it was told to be
 * durable. Each commit takes a counter that all share one further, takes a row of the thread's own to
 * the same number, and writes a row of a new name.
 */
final class CommitterProcess {
  static final int THREADS = 3;

  /** Said last, by a process that was not killed. */
  static final String END = "end";

  private CommitterProcess() {}

  /** Arguments: the database's address, a name for this process, how many commits each thread makes. */
  public static void main(String[] arguments) throws Exception {
    try (JdbcVaultStore store =
        JdbcVaultStore.on(VaultDatabase.source(arguments[0]), JdbcVaultStore.DEFAULT_PREFIX)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        String name = arguments[1] + "-" + t;
        int commits = Integer.parseInt(arguments[2]);
        threads.add(Thread.ofPlatform().start(() -> commit(store, name, commits)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    System.out.println(END);
  }

  static RowKey counter() {
    return new RowKey(RowKind.TENANT, Bytes.EMPTY);
  }

  static RowKey own(String thread) {
    return new RowKey(RowKind.STATUS, bytes(thread));
  }

  static RowKey named(String name) {
    return new RowKey(RowKind.SECRET, bytes(name));
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void commit(JdbcVaultStore store, String thread, int commits) {
    for (int i = 0; i < commits; i++) {
      String name = thread + "-" + i;
      boolean made = false;
      while (!made) {
        try {
          store.commit(changes(store, thread, name));
          made = true;
        } catch (VaultConflict e) {
          // another was faster
        } catch (VaultUnavailable e) {
          made = isThere(store, name);
        }
      }
      System.out.println("ack " + name + " .");
    }
  }

  /** Waits until the database answers again, and asks whether it was written. */
  private static boolean isThere(JdbcVaultStore store, String name) {
    while (true) {
      try {
        return store.get(named(name)).isPresent();
      } catch (VaultUnavailable e) {
        Thread.onSpinWait();
      }
    }
  }

  private static List<Change> changes(JdbcVaultStore store, String thread, String name) {
    long number = revision(store.get(counter()));
    long before = revision(store.get(own(thread)));
    Bytes content = bytes(name + " " + "x".repeat(200));
    return List.of(
        new Change.Put(new Row(named(name), number + 1, content), 0),
        new Change.Put(new Row(own(thread), number + 1, content), before),
        new Change.Require(named("never there"), 0),
        new Change.Put(new Row(counter(), number + 1, content), number));
  }

  private static long revision(Optional<Row> row) {
    return row.map(Row::revision).orElse(0L);
  }
}
