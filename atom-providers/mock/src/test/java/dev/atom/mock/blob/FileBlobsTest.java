package dev.atom.mock.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobException;
import dev.atom.blob.Blobs;
import dev.atom.blob.FileBlobs;
import dev.atom.store.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
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
