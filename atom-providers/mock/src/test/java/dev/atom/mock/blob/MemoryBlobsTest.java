package dev.atom.mock.blob;

import dev.atom.blob.Blobs;
import dev.atom.blob.MemoryBlobs;
import java.time.Clock;

/** The engine in memory against the contract. */
class MemoryBlobsTest extends BlobsContract {
  @Override
  protected Blobs open(Clock clock) {
    return MemoryBlobs.create(clock);
  }
}
