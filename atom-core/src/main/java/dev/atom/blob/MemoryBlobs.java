package dev.atom.blob;

import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Contents in memory, for tests and what need not survive the process. Thread-safe. */
public final class MemoryBlobs implements Blobs {
  private final Map<Blob, byte[]> contents = new ConcurrentHashMap<>();

  private MemoryBlobs() {}

  /**
   * Returns a new, empty engine.
   *
   * @return the engine
   */
  public static MemoryBlobs create() {
    return new MemoryBlobs();
  }

  @Override
  public Blob put(Subject owner, InputStream content) {
    byte[] bytes;
    try {
      bytes = content.readAllBytes();
    } catch (IOException e) {
      throw new BlobException("can't read what is to be put for " + owner, e);
    }
    var digest = CheckedContent.sha256();
    digest.update(bytes);
    Blob blob = new Blob(owner, CheckedContent.hex(digest), bytes.length);
    contents.put(blob, bytes);
    return blob;
  }

  @Override
  public InputStream open(Blob blob) {
    byte[] bytes = contents.get(blob);
    if (bytes == null) {
      throw new BlobMissing(blob);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public List<Blob> list(Subject owner) {
    return contents.keySet().stream().filter(blob -> blob.owner().equals(owner)).toList();
  }

  @Override
  public void delete(Blob blob) {
    contents.remove(blob);
  }

  @Override
  public void forEach(Consumer<Blob> action) {
    contents.keySet().forEach(action);
  }

  @Override
  public void close() {}
}
