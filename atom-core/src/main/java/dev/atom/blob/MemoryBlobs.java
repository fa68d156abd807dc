package dev.atom.blob;

import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Contents in memory, for tests and what need not survive the process. Thread-safe. */
public final class MemoryBlobs implements Blobs {
  private final Clock clock;
  private final Map<Blob, Content> contents = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared, and only read through a stream
  private record Content(byte[] bytes, Instant putAt) {}

  private MemoryBlobs(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns a new, empty engine.
   *
   * @param clock where the time comes from
   * @return the engine
   */
  public static MemoryBlobs create(Clock clock) {
    return new MemoryBlobs(clock);
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
    contents.put(blob, new Content(bytes, clock.instant()));
    return blob;
  }

  @Override
  public InputStream open(Blob blob) {
    Content content = contents.get(blob);
    if (content == null) {
      throw new BlobMissing(blob);
    }
    return new ByteArrayInputStream(content.bytes());
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
  public boolean deleteIfPutBefore(Blob blob, Instant before) {
    Content content = contents.get(blob);
    return content != null && content.putAt().isBefore(before) && contents.remove(blob, content);
  }

  @Override
  public void forEach(Consumer<Blob> action) {
    contents.keySet().forEach(action);
  }

  @Override
  public void close() {}
}
