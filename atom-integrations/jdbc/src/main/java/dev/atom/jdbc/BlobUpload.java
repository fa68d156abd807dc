package dev.atom.jdbc;

import dev.atom.blob.Blob;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;

/**
 * A content of several chunks that is being put. Each chunk is a transaction of its own, so that
 * neither a lock nor a connection is held while a slow source is read.
 */
final class BlobUpload {
  private static final String WHAT = "keep a content";

  private final BlobTables tables;
  private final Clock clock;
  private final Subject owner;
  private final MessageDigest digest = BackupReader.sha256();
  private final long number;
  private long size;
  private int chunks;

  private BlobUpload(BlobTables tables, Clock clock, Subject owner) {
    this.tables = tables;
    this.clock = clock;
    this.owner = owner;
    long now = now();
    this.number =
        tables.write(
            WHAT,
            session -> {
              BlobRows.clear(session, now - Micros.DAY);
              return BlobRows.begin(session, owner, now);
            });
  }

  /** Keeps the first bytes of a content and all that follow. */
  static Blob put(
      BlobTables tables, Clock clock, Subject owner, byte[] first, InputStream following)
      throws IOException {
    BlobUpload upload = new BlobUpload(tables, clock, owner);
    try {
      for (byte[] data = first; data.length > 0; ) {
        upload.add(data);
        data = following.readNBytes(first.length);
      }
      return upload.complete();
    } catch (IOException | RuntimeException e) {
      upload.abandon(e);
      throw e;
    }
  }

  private void add(byte[] data) {
    long now = now();
    tables.write(
        WHAT,
        session -> {
          requireGoingOn(BlobRows.goOn(session, number, now));
          BlobRows.chunk(session, number, chunks, data);
          return true;
        });
    digest.update(data);
    size += data.length;
    chunks++;
  }

  private Blob complete() {
    Blob blob = new Blob(owner, HexFormat.of().formatHex(digest.digest()), size);
    long now = now();
    return tables.write(
        WHAT,
        session -> {
          if (BlobRows.putAgain(session, blob, now)) {
            BlobRows.abandon(session, number);
          } else {
            requireGoingOn(BlobRows.complete(session, number, blob, now));
          }
          return blob;
        });
  }

  private void requireGoingOn(boolean goesOn) {
    if (!goesOn) {
      throw new StoreException(
          "a content for "
              + owner
              + " was cleared away, as nothing came for a day; put it again, all of it");
    }
  }

  private void abandon(Exception why) {
    try {
      tables.write("remove a content that is not whole", s -> BlobRows.abandon(s, number));
    } catch (RuntimeException e) {
      why.addSuppressed(e); // nobody sees it, and it is cleared away after a day
    }
  }

  private long now() {
    return Micros.of(clock.instant());
  }
}
