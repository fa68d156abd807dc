package dev.atom.mock.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobException;
import dev.atom.blob.Blobs;
import dev.atom.blob.FileBlobs;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on files against the contract, and what is said of its files. */
class FileBlobsTest extends BlobsContract {
  private static final Subject CASE = new Subject("acme", "case", "1");

  @TempDir Path folder;

  @Override
  protected Blobs open(Clock clock) {
    return FileBlobs.in(folder.resolve("blobs"), clock);
  }

  private FileBlobs blobs() {
    return FileBlobs.in(folder.resolve("blobs"), Clock.systemUTC());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatOnePutsAnotherReads() {
    Blob blob = blobs().put(CASE, text("hello"));
    assertThat(blobs().read(blob)).isEqualTo(text("hello"));
    assertThat(blobs().list(CASE)).containsExactly(blob);
  }

  @Test
  void contentThatIsPutAgainWhileItIsSweptStays() throws Exception {
    Instant now = Instant.parse("2026-03-04T12:00:00Z");
    Instant grace = now.minus(Duration.ofDays(1));
    Path root = folder.resolve("blobs");
    Blobs earlier =
        FileBlobs.in(root, Clock.fixed(grace.minus(Duration.ofDays(1)), ZoneOffset.UTC));
    Blobs today = FileBlobs.in(root, Clock.fixed(now, ZoneOffset.UTC));
    for (int i = 0; i < 150; i++) {
      Blob blob = earlier.put(CASE, text("recording " + i));
      CyclicBarrier together = new CyclicBarrier(2);
      Thread sweep =
          Thread.ofPlatform()
              .start(
                  () -> {
                    meet(together);
                    for (int busy = 0; busy < 20; busy++) {
                      today.deleteIfPutBefore(blob, grace);
                    }
                  });
      meet(together);
      today.put(CASE, text("recording " + i));
      sweep.join();
      assertThat(today.read(blob)).isEqualTo(text("recording " + i));
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void contentIsPutBeforeTheEventThatRefersToIt() {
    MemoryStore store = MemoryStore.create(Clock.systemUTC());
    InputStream recording = new ByteArrayInputStream(text("a call of ten minutes"));
    // @start region="blob"
    Blobs blobs = FileBlobs.in(folder.resolve("blobs"), Clock.systemUTC());
    Blob blob = blobs.put(CASE, recording); // first the content, durable
    Json.Obj said = Json.object().put("recording", blob.toJson()).build();
    store.append(
        Append.to(CASE)
            .event(new NewEvent("call_ended", said, "telephone", Optional.empty()))
            .build());

    Json.Obj kept = store.read(CASE, 0, 1).getFirst().data();
    Json.Obj reference = (Json.Obj) kept.get("recording").orElseThrow();
    byte[] bytes = blobs.read(Blob.of(CASE, reference)); // checked against its SHA-256
    // @end
    assertThat(bytes).isEqualTo(text("a call of ten minutes"));
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws IOException {
    blobs().put(CASE, text("hello"));
    for (Path file : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("blobs"))))
        .isEqualTo("rwx------");
  }

  @Test
  void nothingButTheContentAndItsOwnerIsLeft() throws IOException {
    blobs().put(CASE, text("hello"));
    blobs().put(CASE, text("hello"));
    assertThat(files()).hasSize(2);
  }

  @Test
  void everySingleChangedBitCutAndAdditionIsFound() throws IOException {
    Blob blob = blobs().put(CASE, text("hello"));
    Path file = files().stream().filter(f -> f.endsWith(blob.sha256())).findFirst().orElseThrow();
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertThatThrownBy(() -> blobs().read(blob)).isInstanceOf(BlobException.class);
    }
    Files.write(file, text("hell"));
    assertThatThrownBy(() -> blobs().read(blob)).isInstanceOf(BlobException.class);
    Files.write(file, good);
    Files.write(file, text("!"), StandardOpenOption.APPEND);
    assertThatThrownBy(() -> blobs().read(blob)).isInstanceOf(BlobException.class);
    blobs().put(CASE, text("hello"));
    assertThat(blobs().read(blob)).isEqualTo(text("hello"));
  }
}
