package dev.atom.jdbc;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobMissing;
import dev.atom.blob.Blobs;
import dev.atom.json.Json;
import dev.atom.store.Lease;
import dev.atom.store.Retention;
import dev.atom.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A whole store with its contents in one file, written while hosts go on. The usage ledger and the
 * budgets of the same database and table prefix come along; the buckets of limits do not, as they
 * are full again within a period.
 *
 * <p>The rows are read in one transaction, so they are all of one instant. The contents are copied
 * after it: whatever an event of that instant refers to was put before, and retention, which alone
 * removes contents, waits for the lease {@link Retention#LEASE} that a backup holds. What a host
 * deletes itself meanwhile is missing in the backup.
 *
 * <p>The file has lines of JSON, gzipped, and ends with their number and SHA-256; it is made under
 * another name, synced and renamed, for its owner only (mode 0600). Nothing in it is encrypted that
 * was not sealed before. It can be restored into another kind of database, only usage and budgets
 * not into MariaDB, which doesn't keep them.
 *
 * <p>Immutable and thread-safe.
 */
public final class Backup {
  static final int FORM = 1;

  private static final Duration LEASE_TIME = Duration.ofMinutes(10);

  private final JdbcStore store;
  private final Blobs blobs;
  private final Clock clock;

  private Backup(JdbcStore store, Blobs blobs, Clock clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.blobs = Objects.requireNonNull(blobs, "blobs");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Returns what backs up and restores a store.
   *
   * @param store the store
   * @param blobs the contents that its events refer to
   * @param clock where the time comes from that the backup states
   * @return the backup
   */
  public static Backup of(JdbcStore store, Blobs blobs, Clock clock) {
    return new Backup(store, blobs, clock);
  }

  /**
   * What a backup holds.
   *
   * @param rows how many rows of all tables
   * @param blobs how many contents
   */
  public record Contents(long rows, long blobs) {}

  /**
   * What becomes of effects that had not happened when the backup was made: since then they may have.
   */
  public enum Effects {
    /** They are {@link dev.atom.store.JobState#UNKNOWN}: a person or rule decides on each. */
    HOLD,
    /** They are due, and happen perhaps a second time: right where all receivers honour keys. */
    RUN
  }

  /**
   * Writes a backup.
   *
   * @param file where to; one that is there is replaced at the end
   * @return what it holds
   * @throws StoreException if another backup or a retention is under way, or the database or the disk
   *     fails; a file that was there stays
   */
  public Contents write(Path file) {
    String owner = "backup-" + Thread.currentThread().threadId() + "-" + clock.instant();
    Lease lease =
        store
            .acquire(Retention.TENANT, Retention.LEASE, owner, LEASE_TIME)
            .orElseThrow(
                () ->
                    new StoreException(
                        "another backup or a retention is under way; try again when it is over"));
    try (BackupWriter writer = BackupWriter.to(file)) {
      TableCopy copy = TableCopy.of(store);
      writer.line(header(copy));
      copy.read(writer::row);
      copyBlobs(writer, lease);
      return writer.finish();
    } catch (IOException | UncheckedIOException e) {
      throw new StoreException(
          true, "can't write the backup " + file + "; check the directory and its free space", e);
    } finally {
      store.release(lease);
    }
  }

  private Json.Obj header(TableCopy copy) {
    return Json.object()
        .put("atom_backup", Json.of(FORM))
        .put("database", copy.kind())
        .put("schema", Json.of(Migrations.CURRENT))
        .put("taken_at", clock.instant().toString())
        .build();
  }

  private void copyBlobs(BackupWriter writer, Lease lease) throws IOException {
    List<Blob> all = new ArrayList<>();
    blobs.forEach(all::add);
    for (Blob blob : all) {
      requireHeld(lease);
      copy(writer, blob);
    }
    requireHeld(lease);
  }

  /** Lengthens the lease; had it ended in between, a retention may have run. */
  private void requireHeld(Lease lease) {
    boolean held =
        store
            .acquire(Retention.TENANT, Retention.LEASE, lease.owner(), LEASE_TIME)
            .filter(now -> now.fence() == lease.fence())
            .isPresent();
    if (!held) {
      throw new StoreException(
          "one content took longer than "
              + LEASE_TIME
              + " to copy; try again when less is going on");
    }
  }

  private void copy(BackupWriter writer, Blob blob) throws IOException {
    InputStream content;
    try {
      content = blobs.open(blob);
    } catch (BlobMissing gone) {
      return; // deleted by the host itself since it was listed
    }
    try (content) {
      writer.blob(blob, content);
    }
  }

  /**
   * Restores a backup into an empty store. The file is read and checked to its end before anything is
   * written; the contents come first, then all rows in one transaction.
   *
   * @param file the backup
   * @param effects what becomes of effects that had not happened
   * @return what was restored
   * @throws StoreException if the file is damaged, cut off, of a newer Atom, or has rows
   *     that this kind of database doesn't keep, or the store is not empty; no row is written then
   */
  public Contents restore(Path file, Effects effects) {
    try {
      TableCopy copy = TableCopy.of(store);
      Contents held = BackupReader.checked(file);
      copy.requireEmpty();
      try (BackupReader reader = BackupReader.open(file)) {
        reader.putBlobs(blobs);
      }
      copy.write(file, effects == Effects.HOLD);
      return held;
    } catch (IOException | UncheckedIOException e) {
      throw new StoreException(true, "can't read the backup " + file + "; see the cause", e);
    }
  }
}
