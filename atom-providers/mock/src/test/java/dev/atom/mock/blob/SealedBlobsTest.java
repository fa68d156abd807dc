package dev.atom.mock.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobMissing;
import dev.atom.blob.Blobs;
import dev.atom.blob.FileBlobs;
import dev.atom.personal.PersonKeys;
import dev.atom.personal.SealedBlobs;
import dev.atom.personal.StorePersonKeys;
import dev.atom.secret.Secret;
import dev.atom.store.MemoryStore;
import dev.atom.store.Subject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed contents against the contract, and where they differ: no two are the same. */
class SealedBlobsTest extends BlobsContract {
  private static final Subject CASE = new Subject("acme", "case", "1");

  @TempDir Path folder;

  private final SecureRandom random = new SecureRandom();
  private final Secret master = Secret.of(new byte[32]);
  private final PersonKeys keys =
      StorePersonKeys.in(MemoryStore.create(Clock.systemUTC()), master, random);

  @Override
  protected Blobs open(Clock clock) {
    return SealedBlobs.over(FileBlobs.in(folder, clock), keys, owner -> "p-1", random);
  }

  @Test
  void contentThatIsPutTwiceIsKeptTwice() {
    byte[] content = "the same".getBytes(StandardCharsets.UTF_8);
    try (Blobs blobs = open(Clock.systemUTC())) {
      Blob first = blobs.put(CASE, content);
      Blob second = blobs.put(CASE, content);
      assertThat(first).isNotEqualTo(second);
      assertThat(blobs.list(CASE)).containsExactlyInAnyOrder(first, second);
      blobs.delete(first);
      assertThat(blobs.read(second)).isEqualTo(content);
    }
  }

  @Test
  void contentOfAnErasedPersonIsMissing() {
    try (Blobs blobs = open(Clock.systemUTC())) {
      Blob blob = blobs.put(CASE, new byte[100_000]);
      keys.drop("acme", "p-1");
      assertThatThrownBy(() -> blobs.open(blob)).isInstanceOf(BlobMissing.class);
      assertThat(blobs.list(CASE)).containsExactly(blob);
    }
  }
}
