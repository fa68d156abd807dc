package dev.atom.vault.file;

import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import dev.atom.vault.store.VaultStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * Keeps a vault's rows in a file of this machine.
 *
 * <p>Beside {@code <file>} stand {@code <file>.lock}, which is empty, and {@code <file>.index}, a
 * folder that is made anew from the file if it is missing. A backup needs only the file, as {@link
 * #copyTo} writes it. All are for their owner only.
 *
 * <p>Guarantees: what {@link VaultStore} promises. One object has the file at a time, in all
 * processes. A commit that a crash cut off is dropped and told ({@link StoreHealth#droppedBytes});
 * whatever else can't be read is told ({@link StoreHealth#damage}), and the rest stays readable. A
 * row that can't be read counts as absent, and may be written again with an expected revision of 0
 * or of the one it had; where not even its key can be read, an older revision of it may show. After
 * a write failed, commits are refused until the file is opened again. Contents stay on the disk;
 * memory is needed for the rows committed last (some 10 MB) and 2 bytes for each row.
 *
 * <p>Thread-safe. An interrupt of a caller changes nothing.
 */
public final class FileVaultStore implements VaultStore {
  private final Parts parts;
  private final long droppedBytes;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What a store is made of. */
  record Parts(
      Settings settings,
      Path path,
      Closeable lease,
      Contents contents,
      GroupCommit commits,
      Maintenance maintenance,
      Damage damage) {}

  FileVaultStore(Parts parts, long droppedBytes) {
    this.parts = parts;
    this.droppedBytes = droppedBytes;
  }

  /**
   * Opens a file with the defaults, or makes it if it isn't there.
   *
   * @param file the file; folders above it are made if they are missing
   * @return the store; to be closed
   * @throws dev.atom.vault.VaultLocked if another object or process has the file
   * @throws dev.atom.vault.VaultCorrupt if the file is no vault or its header is damaged; it stays as
   *     it is
   * @throws dev.atom.vault.UnsupportedFormat if another version wrote it; it stays as it is
   * @throws VaultUnavailable if the disk fails
   */
  public static FileVaultStore open(Path file) {
    return newBuilder(file).open();
  }

  /**
   * Begins to say how to open a file.
   *
   * @param file the file
   * @return a builder with the defaults
   */
  public static Builder newBuilder(Path file) {
    return new Builder(file);
  }

  @Override
  public Optional<Row> get(RowKey key) {
    requireOpen();
    return parts.contents().get(key);
  }

  /** {@inheritDoc} Returns at most 1,000 rows, and some 4 MiB of content. */
  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a scan's limit is 1 or more, not " + limit);
    }
    requireOpen();
    return parts.contents().scan(kind, prefix, after, limit);
  }

  @Override
  public void commit(List<Change> changes) {
    requireOpen();
    parts.commits().commit(changes);
    parts.maintenance().begin();
  }

  /**
   * Rewrites the file without what is out of date, which happens by itself when that is more than
   * half. Afterwards nothing is left in the file of rows that were deleted or written over, nor of
   * what can't be read, and {@link #health} tells of no damage any more. Others read and commit
   * meanwhile. Needs room for a second file.
   *
   * @throws VaultUnavailable if the disk fails; the file is as it was unless the message says that
   *     it must be opened again
   */
  public void compact() {
    requireOpen();
    parts.maintenance().compactNow();
  }

  /**
   * Writes a copy of the file as it is now, while others read and commit. The copy can be opened as
   * any other.
   *
   * @param target a file that isn't there
   * @throws VaultUnavailable if there is such a file or the disk fails
   */
  public void copyTo(Path target) {
    requireOpen();
    parts.maintenance().copyTo(target);
  }

  /** {@inheritDoc} This engine never lets others commit. */
  @Override
  public boolean shared() {
    return false;
  }

  /** {@inheritDoc} What was found later is in it, too. */
  @Override
  public StoreHealth health() {
    return new StoreHealth(droppedBytes, parts.damage().sentences());
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    boolean sound = parts.commits().close();
    View view = parts.contents().view();
    try (Closeable lease = parts.lease();
        Log log = view.log()) {
      if (sound) {
        if (view.active().size() > parts.settings().rowsInMemory() / 8) {
          parts.maintenance().checkpoint();
        }
        log.file().truncate(parts.commits().mark().offset());
      }
      IndexFiles.close(parts.contents().view().segments());
    } catch (IOException e) {
      throw new VaultUnavailable("can't close the vault " + parts.path(), e);
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new VaultUnavailable("the vault " + parts.path() + " is closed");
    }
  }

  /**
   * How to open a file: by default rewritten by itself from 4 MiB on, with a {@link SecureRandom} for
   * the ids of logs. Not thread-safe.
   */
  public static final class Builder {
    private final Path file;
    private Disk disk = new RealDisk();
    private RandomGenerator random = new SecureRandom();
    private Executor maintenance =
        task -> Thread.ofPlatform().name("atom-vault-file").daemon().start(task);
    private long compactFromBytes = 4 << 20;
    private int rowsInMemory = 1 << 15;
    private int aheadBytes = 1 << 20;

    private Builder(Path file) {
      this.file = file;
    }

    /**
     * Sets from which size on the file is rewritten by itself when most of it is out of date.
     *
     * @param bytes 0 or more; {@link Long#MAX_VALUE} for never
     * @return this
     */
    public Builder compactFrom(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("a file's size is 0 or more, not " + bytes);
      }
      this.compactFromBytes = bytes;
      return this;
    }

    /**
     * Sets what draws the ids by which a log and its index know each other. No key.
     *
     * @param random the source
     * @return this
     */
    public Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    /**
     * Sets what runs the work on the files that no caller waits for: the index, and the file anew.
     * By default each time a thread of its own.
     *
     * @param maintenance runs a task in another thread, or at once, which the committing thread then
     *     waits for
     * @return this
     */
    public Builder maintenance(Executor maintenance) {
      this.maintenance = maintenance;
      return this;
    }

    /** How many rows are in memory before the index is written. */
    Builder rowsInMemory(int rows) {
      this.rowsInMemory = rows;
      return this;
    }

    /** How far the log is filled with zeroes ahead. */
    Builder ahead(int bytes) {
      this.aheadBytes = bytes;
      return this;
    }

    Builder disk(Disk disk) {
      this.disk = disk;
      return this;
    }

    /**
     * Opens the file, or makes it.
     *
     * @return the store; to be closed
     * @throws dev.atom.vault.VaultLocked if another object or process has the file
     * @throws dev.atom.vault.VaultCorrupt if the file is no vault or its header is damaged
     * @throws dev.atom.vault.UnsupportedFormat if another version wrote it
     * @throws VaultUnavailable if the disk fails
     */
    public FileVaultStore open() {
      return Opening.open(
          file,
          new Settings(disk, random, maintenance, compactFromBytes, rowsInMemory, aheadBytes));
    }
  }
}
