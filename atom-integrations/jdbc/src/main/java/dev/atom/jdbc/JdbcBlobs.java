package dev.atom.jdbc;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobException;
import dev.atom.blob.BlobMissing;
import dev.atom.blob.Blobs;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Contents as rows of a SQL database, for hosts that share nothing else, or for a single file with
 * everything. The tables are made with those of the {@link JdbcStore} of the same prefix, whichever
 * comes first.
 *
 * <p>A content lies in chunks of 256 KiB, of which one is in memory at a time. A smaller content is
 * put in one transaction. Of a larger one each chunk is its own, and nobody sees it before the last:
 * so a slow source holds neither SQLite's write lock nor a connection. What is left when a host dies
 * in the middle is cleared away a day later, when contents are opened or a larger one is put.
 *
 * <p>No stream holds a connection between two chunks: one that is never closed costs nothing but its
 * chunk. Contents are not encrypted; {@link dev.atom.personal.SealedBlobs} over this does that.
 *
 * <p>Thread-safe; several processes may share the database as they may the store's.
 */
public final class JdbcBlobs implements Blobs {
  static final int CHUNK = 256 * 1024;
  private static final int PAGE = 500;

  private final BlobTables tables;
  private final Clock clock;

  private JdbcBlobs(BlobTables tables, Clock clock) {
    this.tables = tables;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Opens the contents in whatever database a data source leads to, and makes the tables, named
   * {@code atom_…}, that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, MariaDB 10.6 or later, or SQLite; stays
   *     open when this is closed
   * @param clock where the time comes from at which a content was put
   * @return the engine
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcBlobs on(DataSource database, Clock clock) {
    return on(database, JdbcStore.DEFAULT_PREFIX, clock);
  }

  /**
   * Opens the contents in whatever database a data source leads to, and makes the tables that it
   * lacks.
   *
   * @param database leads to PostgreSQL 13 or later, MariaDB 10.6 or later, or SQLite, where it lends
   *     up to five connections for as long as this is open; stays open when this is closed
   * @param tablePrefix what the tables' names begin with: a letter or underscore, then at most 30
   *     letters, digits and underscores
   * @param clock where the time comes from at which a content was put
   * @return the engine
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcBlobs on(DataSource database, String tablePrefix, Clock clock) {
    BlobTables tables = BlobTables.on(database, Tables.named(tablePrefix));
    try {
      JdbcBlobs blobs = new JdbcBlobs(tables, clock);
      long before = Micros.of(clock.instant()) - Micros.DAY;
      tables.write("clear contents away", session -> BlobRows.clear(session, before));
      return blobs;
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  @Override
  public Blob put(Subject owner, InputStream content) {
    try {
      byte[] first = content.readNBytes(CHUNK);
      return first.length < CHUNK
          ? putWhole(owner, first)
          : BlobUpload.put(tables, clock, owner, first, content);
    } catch (IOException e) {
      throw new BlobException(
          "can't read what is to be put for " + owner + "; nothing is kept of it", e);
    } catch (StoreException e) {
      throw failed("can't keep a content for " + owner, e);
    }
  }

  private Blob putWhole(Subject owner, byte[] content) {
    MessageDigest digest = BackupReader.sha256();
    String sha256 = HexFormat.of().formatHex(digest.digest(content));
    Blob blob = new Blob(owner, sha256, content.length);
    long now = Micros.of(clock.instant());
    return tables.write(
        "keep a content",
        session -> {
          if (!BlobRows.putAgain(session, blob, now)) {
            long number = BlobRows.insert(session, blob, now);
            if (content.length > 0) {
              BlobRows.chunk(session, number, 0, content);
            }
          }
          return blob;
        });
  }

  @Override
  public InputStream open(Blob blob) {
    Optional<BlobRows.Kept> kept;
    try {
      kept = tables.read("open a content", session -> BlobRows.find(session, blob));
    } catch (StoreException e) {
      throw failed("can't open " + blob, e);
    }
    return blob.checked(
        new ChunkStream(tables, blob, kept.orElseThrow(() -> new BlobMissing(blob))));
  }

  @Override
  public List<Blob> list(Subject owner) {
    try {
      return tables.read("list contents", session -> BlobRows.list(session, owner));
    } catch (StoreException e) {
      throw failed("can't list what is kept for " + owner, e);
    }
  }

  @Override
  public void delete(Blob blob) {
    remove(blob, Long.MAX_VALUE);
  }

  @Override
  public boolean deleteIfPutBefore(Blob blob, Instant before) {
    return remove(blob, Micros.of(before));
  }

  private boolean remove(Blob blob, long before) {
    try {
      return tables.write("delete a content", session -> BlobRows.delete(session, blob, before));
    } catch (StoreException e) {
      throw failed("can't delete " + blob, e);
    }
  }

  /** Nothing is held while the action runs: it may put, read and delete. */
  @Override
  public void forEach(Consumer<Blob> action) {
    Optional<Blob> last = Optional.empty();
    do {
      List<Blob> page = page(last);
      page.forEach(action);
      last = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast());
    } while (last.isPresent());
  }

  private List<Blob> page(Optional<Blob> after) {
    try {
      return tables.read("list contents", session -> BlobRows.page(session, after, PAGE));
    } catch (StoreException e) {
      throw failed("can't list the contents", e);
    }
  }

  private static BlobException failed(String what, StoreException e) {
    return new BlobException(what + ": " + e.getMessage(), e);
  }

  /** Closes what was opened here; the data source belongs to the application. */
  @Override
  public void close() {
    tables.close();
  }
}
