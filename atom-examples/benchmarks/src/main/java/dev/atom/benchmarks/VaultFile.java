package dev.atom.benchmarks;

import dev.atom.vault.file.FileVaultStore;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A vault's file with many rows: how long it takes to open, how much memory it needs, what a look-up
 * and a scan cost, and how many commits a second it makes beside a bare append with a sync. A harness
 * of its own: a million secrets are too many to make anew for each fork.
 */
public final class VaultFile {
  private static final int SECRETS_PER_TENANT = 10;
  private static final int ROUNDS = 3;

  private final Path file;
  private final int tenants;

  private VaultFile(Path file, int tenants) {
    this.file = file;
    this.tenants = tenants;
  }

  /**
   * Fills a file if it isn't there and measures; start it with {@code -Xmx64m} or so.
   *
   * @param arguments a file on the disk to measure, and how many tenants with 10 secrets each
   *     (default 100000)
   * @throws Exception if something fails
   */
  public static void main(String... arguments) throws Exception {
    int tenants = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    VaultFile bench = new VaultFile(Path.of(arguments[0]), tenants);
    if (!Files.exists(bench.file)) {
      bench.fill();
    }
    for (int round = 0; round < ROUNDS; round++) {
      bench.read();
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int threads : new int[] {1, 16}) {
        bench.commit(threads);
      }
    }
  }

  private void fill() {
    long start = System.nanoTime();
    SplittableRandom random = new SplittableRandom(1);
    List<Change> changes = new ArrayList<>();
    try (FileVaultStore store = FileVaultStore.open(file)) {
      for (int tenant = 0; tenant < tenants; tenant++) {
        changes.add(put(RowKind.DATA_KEY, id(20, tenant, 1), 1, 0, random));
        changes.add(put(RowKind.TENANT, id(16, tenant, 0), 1, 0, random));
        flush(store, changes, 1_000);
      }
      for (int number = 0; number < SECRETS_PER_TENANT; number++) {
        for (int tenant = 0; tenant < tenants; tenant++) {
          changes.add(put(RowKind.SECRET, id(32, tenant, number), 1, 0, random));
          changes.add(put(RowKind.AUDIT, id(24, tenant, number), 1, 0, random));
          flush(store, changes, 1_000);
        }
      }
      flush(store, changes, 1);
    }
    print("filled in %.1f s", (System.nanoTime() - start) / 1e9);
  }

  private static void flush(FileVaultStore store, List<Change> changes, int from) {
    if (changes.size() >= from) {
      store.commit(changes);
      changes.clear();
    }
  }

  private void read() throws IOException {
    long before = usedKilobytes();
    long start = System.nanoTime();
    try (FileVaultStore store = FileVaultStore.open(file)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      print(
          "%,d MB opened in %.3f s; %,d KB of heap more in use",
          Files.size(file) >> 20, seconds, usedKilobytes() - before);
      SplittableRandom random = new SplittableRandom(2);
      print("get %.2f µs", micros(200_000, () -> secret(store, random)));
      print("get of what isn't there %.2f µs", micros(200_000, () -> absent(store, random)));
      print("scan of a tenant's secrets %.2f µs", micros(20_000, () -> tenant(store, random)));
    }
  }

  private void secret(FileVaultStore store, SplittableRandom random) {
    int number = random.nextInt(SECRETS_PER_TENANT);
    require(store.get(secretKey(random.nextInt(tenants), number)).isPresent());
  }

  private void absent(FileVaultStore store, SplittableRandom random) {
    require(store.get(secretKey(random.nextInt(tenants), 1_000)).isEmpty());
  }

  private void tenant(FileVaultStore store, SplittableRandom random) {
    Bytes prefix = id(16, random.nextInt(tenants), 0);
    int found = store.scan(RowKind.SECRET, prefix, Bytes.EMPTY, 100).size();
    require(found >= SECRETS_PER_TENANT);
  }

  private void commit(int threads) throws Exception {
    int each = threads == 1 ? 4_000 : 2_000;
    double bare = bareCommits(4_000);
    try (FileVaultStore store = FileVaultStore.open(file);
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      long[] nanos = new long[threads * each];
      long start = System.nanoTime();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        all.add(pool.submit(() -> update(store, number, number * each, each, nanos)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      double rate = threads * each / ((System.nanoTime() - start) / 1e9);
      Arrays.sort(nanos);
      print(
          "%d threads: %,.0f commits/s of 3 rows, p50 %d µs, p99 %d µs; bare append and sync by one"
              + " thread %,.0f/s; ratio %.2f",
          threads,
          rate,
          nanos[nanos.length / 2] / 1_000,
          nanos[nanos.length * 99 / 100] / 1_000,
          bare,
          rate / bare);
    }
  }

  /** What a put above does: the secret, its tenant and a line of the audit. */
  private void update(FileVaultStore store, int thread, int from, int count, long[] nanos) {
    SplittableRandom random = new SplittableRandom(thread);
    int tenant = random.nextInt(tenants / 16) * 16 + thread;
    RowKey tenantKey = new RowKey(RowKind.TENANT, id(16, tenant, 0));
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      long epoch = store.get(tenantKey).orElseThrow().revision();
      Bytes secret = id(32, tenant, random.nextInt(SECRETS_PER_TENANT));
      long revision = store.get(new RowKey(RowKind.SECRET, secret)).orElseThrow().revision();
      store.commit(
          List.of(
              put(RowKind.SECRET, secret, revision + 1, revision, random),
              put(RowKind.TENANT, tenantKey.id(), epoch + 1, epoch, random),
              put(RowKind.AUDIT, id(24, tenant, 10_000 + epoch), 1, 0, random)));
      nanos[from + i] = System.nanoTime() - start;
    }
  }

  /** Appends as many bytes with a sync each, to a file that has its size already. */
  private static double bareCommits(int count) throws IOException {
    byte[] bytes = new byte[3 * 380];
    try (TemporaryFolder folder = TemporaryFolder.make();
        RandomAccessFile append = folder.file("bare")) {
      new SplittableRandom(3).nextBytes(bytes);
      append.write(new byte[count * bytes.length]);
      append.getFD().sync();
      append.seek(0);
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        append.write(bytes);
        append.getChannel().force(false);
      }
      return count / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static double micros(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      action.run();
    }
    return (System.nanoTime() - start) / 1e3 / times;
  }

  private static Change put(
      RowKind kind, Bytes id, long revision, long expected, SplittableRandom random) {
    byte[] content = new byte[200 + random.nextInt(200)];
    random.nextBytes(content);
    return new Change.Put(
        new Row(new RowKey(kind, id), revision, Bytes.wrapping(content)), expected);
  }

  private static RowKey secretKey(int tenant, int number) {
    return new RowKey(RowKind.SECRET, id(32, tenant, number));
  }

  /** As the vault's: 16 bytes like random ones for the tenant, then what the kind needs. */
  private static Bytes id(int length, long tenant, long number) {
    byte[] bytes = new byte[32];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putLong(mixed(tenant)).putLong(mixed(~tenant));
    if (length == 32) {
      buffer.putLong(mixed(number * 7_919 + tenant)).putLong(mixed(number));
    } else if (length == 24) {
      buffer.putLong(number);
    } else {
      buffer.putInt((int) number);
    }
    return Bytes.of(bytes, 0, length);
  }

  private static long mixed(long value) {
    return new SplittableRandom(value).nextLong();
  }

  private static long usedKilobytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) >> 10;
  }

  private static void require(boolean found) {
    if (!found) {
      throw new IllegalStateException("the file has other rows than expected");
    }
  }

  private static void print(String line, Object... values) {
    System.out.printf(Locale.ROOT, line + "%n", values);
  }
}
