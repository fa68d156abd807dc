package dev.atom.jdbc;

import dev.atom.blob.Blob;
import dev.atom.jdbc.BlobRows.Kept;
import dev.atom.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** Reads a content's chunks one by one, each when it is needed, and holds nothing in between. */
final class ChunkStream extends InputStream {
  private final BlobTables tables;
  private final Blob blob;
  private final Kept kept;
  private byte[] chunk = new byte[0];
  private int offset;
  private int next;
  private long read;

  ChunkStream(BlobTables tables, Blob blob, Kept kept) {
    this.tables = tables;
    this.blob = blob;
    this.kept = kept;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? chunk[offset++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - offset);
    System.arraycopy(chunk, offset, bytes, from, count);
    offset += count;
    return count;
  }

  private boolean hasMore() throws IOException {
    while (offset == chunk.length && read < kept.size()) {
      chunk = load();
      offset = 0;
      next++;
      read += chunk.length;
    }
    return offset < chunk.length;
  }

  private byte[] load() throws IOException {
    Optional<byte[]> data;
    try {
      data =
          tables.read(
              "read a content",
              session ->
                  session.first(
                      "SELECT data FROM #chunks WHERE content = ? AND position = ?",
                      row -> row.getBytes(1),
                      kept.number(),
                      next));
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
    return data.filter(bytes -> bytes.length > 0)
        .orElseThrow(
            () ->
                new IOException(
                    blob
                        + " was deleted while it was read, or is damaged; its chunk "
                        + next
                        + " is not there"));
  }
}
