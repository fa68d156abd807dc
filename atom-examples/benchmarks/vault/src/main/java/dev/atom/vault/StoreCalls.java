package dev.atom.vault;

import dev.atom.jdbc.vault.JdbcVaultStore;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.file.FileVaultStore;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finds and puts a key of 51 bytes, on each engine. The floors use the same engine without a vault: a
 * row of the same size read and opened by bare AES-256-GCM; a commit of as many rows of the same
 * sizes, filled beforehand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StoreCalls {
  private static final byte[] PLAIN =
      "sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"
          .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final SecretRef REF =
      new SecretRef("acme", Optional.of("ada"), "openai", SecretRef.DEFAULT_NAME);

  /** Which engine. */
  @Param({"memory", "file", "sqlite"})
  public String engine;

  private final ThreadLocal<BareGcm> bare = ThreadLocal.withInitial(BareGcm::new);
  private final AtomicInteger threads = new AtomicInteger();
  private Path folder;
  private VaultStore vaultStore;
  private VaultStore bareStore;
  private Vault vault;
  private RowKey bareKey;
  private byte[] place;
  private List<Change> shape;

  /** One thread's own place, so that threads don't wait for one another. */
  @State(Scope.Thread)
  public static class Lane {
    private SecretRef ref = REF;
    private byte[] tenant = new byte[16];
    private long turn;

    /**
     * Names it.
     *
     * @param calls the engines
     */
    @Setup
    public void prepare(StoreCalls calls) {
      int number = calls.threads.incrementAndGet();
      ref = new SecretRef("tenant " + number, Optional.of("ada"), "openai", "default");
      tenant = ByteBuffer.allocate(16).putInt(number).array();
      turn = 0;
    }
  }

  /**
   * Opens the engines and learns what rows a put writes.
   *
   * @throws IOException if there is no room
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("vault-benchmark");
    vaultStore = engine(folder.resolve("vault"));
    bareStore = engine(folder.resolve("bare"));
    Recorder recorder = new Recorder(vaultStore);
    vault =
        Vault.newBuilder(recorder, MasterKey.generate())
            .accessInterval(Duration.ofSeconds(5))
            .open();
    for (int i = 0; i < 12; i++) {
      putAt(REF);
    }
    shape = recorder.last;
    recorder.full = true;
    Row secret =
        shape.stream()
            .filter(change -> change.key().kind() == RowKind.SECRET)
            .map(change -> ((Change.Put) change).row())
            .findFirst()
            .orElseThrow();
    place = new byte[120];
    bareKey = secret.key();
    byte[] plain = new byte[secret.content().length() - 28];
    bareStore.commit(
        List.of(new Change.Put(new Row(bareKey, 1, Bytes.of(bare.get().seal(plain, place))), 0)));
    for (int tenant = 1; tenant < 1_000; tenant++) {
      try (Secret value = Secret.of(PLAIN)) {
        vault.put(new SecretRef("filler " + tenant, Optional.empty(), "openai", "d"), value);
      }
    }
  }

  /**
   * Deletes all.
   *
   * @throws IOException if a file can't be deleted
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    vault.close();
    bareStore.close();
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * The floor: the row is read and opened.
   *
   * @return the hash of the plain bytes
   */
  @Benchmark
  public int bareGet() {
    Row row = bareStore.get(bareKey).orElseThrow();
    return Arrays.hashCode(bare.get().open(row.content().toArray(), place));
  }

  /**
   * The vault: policy, name, manifest, row, seal, audit.
   *
   * @return the hash of the plain bytes
   */
  @Benchmark
  public int get() {
    return vault.use(REF, PlaintextAccess.granted(), Arrays::hashCode).orElseThrow();
  }

  /**
   * The floor: the same rows, filled beforehand.
   *
   * @param lane whose rows
   * @return how many
   */
  @Benchmark
  public long barePut(Lane lane) {
    return bareCommit(lane);
  }

  /**
   * The vault.
   *
   * @param lane whose rows
   * @return the version
   */
  @Benchmark
  public long put(Lane lane) {
    return putAt(lane.ref);
  }

  /**
   * The floor, 16 threads.
   *
   * @param lane whose rows
   * @return how many
   */
  @Benchmark
  @Threads(16)
  public long barePut16(Lane lane) {
    return bareCommit(lane);
  }

  /**
   * The vault, 16 threads of 16 tenants.
   *
   * @param lane whose rows
   * @return the version
   */
  @Benchmark
  @Threads(16)
  public long put16(Lane lane) {
    return putAt(lane.ref);
  }

  private long bareCommit(Lane lane) {
    long turn = lane.turn++;
    List<Change> changes = new ArrayList<>(shape.size());
    for (Change change : shape) {
      byte[] id = change.key().id().toArray();
      System.arraycopy(lane.tenant, 0, id, 0, 16);
      boolean numbered =
          change.key().kind() == RowKind.AUDIT || change.key().kind() == RowKind.VERSION;
      switch (change) {
        case Change.Put put -> {
          if (numbered) {
            ByteBuffer.wrap(id, id.length - 8, 8).putLong(turn);
          }
          RowKey key = new RowKey(put.key().kind(), Bytes.of(id));
          changes.add(
              numbered
                  ? new Change.Put(new Row(key, 1, put.row().content()), 0)
                  : new Change.Put(new Row(key, turn + 1, put.row().content()), turn));
        }
        case Change.Delete delete -> {
          ByteBuffer.wrap(id, id.length - 8, 8).putLong(turn - 9);
          if (turn >= 9) {
            changes.add(new Change.Delete(new RowKey(delete.key().kind(), Bytes.of(id)), 1));
          }
        }
        case Change.Require require -> changes.add(require);
      }
    }
    bareStore.commit(changes);
    return changes.size();
  }

  private long putAt(SecretRef ref) {
    try (Secret secret = Secret.of(PLAIN)) {
      return vault.put(ref, secret);
    }
  }

  private VaultStore engine(Path path) {
    return switch (engine) {
      case "memory" -> new MemoryVaultStore();
      case "file" -> FileVaultStore.open(path);
      case "sqlite" -> JdbcVaultStore.sqlite(path);
      default -> throw new UncheckedIOException(new IOException("no engine " + engine));
    };
  }

  /** Remembers the last commit. */
  private static final class Recorder implements VaultStore {
    private final VaultStore store;
    private List<Change> last = List.of();
    private boolean full;

    private Recorder(VaultStore store) {
      this.store = store;
    }

    @Override
    public Optional<Row> get(RowKey key) {
      return store.get(key);
    }

    @Override
    public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
      return store.scan(kind, prefix, after, limit);
    }

    @Override
    public void commit(List<Change> changes) {
      if (!full) {
        last = List.copyOf(changes);
      }
      store.commit(changes);
    }

    @Override
    public boolean shared() {
      return store.shared();
    }

    @Override
    public dev.atom.vault.store.StoreHealth health() {
      return store.health();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
