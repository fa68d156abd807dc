package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commits from several threads until it is killed, and prints each commit that was acknowledged. The
 * index is written and the log rewritten all the time.
 */
final class CommittingProgram {
  static final int THREADS = 4;
  static final int KEPT = 5;

  private CommittingProgram() {}

  public static void main(String[] arguments) {
    FileVaultStore store = open(Path.of(arguments[0]));
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Thread.ofPlatform().start(() -> commit(store, thread));
    }
  }

  static FileVaultStore open(Path file) {
    return FileVaultStore.newBuilder(file).rowsInMemory(30).compactFrom(30_000).open();
  }

  /** A counter's row goes up with each commit, which adds a row of that number and removes one. */
  static RowKey counter(int thread) {
    return new RowKey(RowKind.TENANT, Bytes.of((byte) thread));
  }

  static RowKey numbered(int thread, long number) {
    byte[] id = new byte[16];
    ByteBuffer.wrap(id).putInt(thread).putLong(number);
    return new RowKey(RowKind.AUDIT, Bytes.of(id));
  }

  static Bytes content(int thread, long number) {
    byte[] content = new byte[200];
    for (int i = 0; i < content.length; i += 8) {
      ByteBuffer.wrap(content).putLong(i, number * 31 + thread * 7L + i);
    }
    return Bytes.of(content);
  }

  private static void commit(FileVaultStore store, int thread) {
    long number = store.get(counter(thread)).map(Row::revision).orElse(0L);
    while (true) {
      number++;
      List<Change> changes = new ArrayList<>();
      Row counter = new Row(counter(thread), number, content(thread, number));
      changes.add(new Change.Put(counter, number - 1));
      Row added = new Row(numbered(thread, number), 1, content(thread, number));
      changes.add(new Change.Put(added, 0));
      Optional<Row> old = store.get(numbered(thread, number - KEPT));
      old.ifPresent(row -> changes.add(new Change.Delete(row.key(), 1)));
      store.commit(changes);
      System.out.println(thread + " " + number);
      System.out.flush();
    }
  }
}
