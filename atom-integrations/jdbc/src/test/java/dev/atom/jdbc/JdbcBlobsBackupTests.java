package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.store.Subject;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Backups where the contents are in a database too. */
abstract class JdbcBlobsBackupTests extends BackupTests {
  /** Returns the database of the store of a name. */
  abstract DataSource database(String name);

  @Test
  void contentsInTheDatabaseComeAlong() {
    Path file = folder.resolve("store.backup");
    try (JdbcStore store = open("a");
        JdbcStore other = open("b");
        Blobs blobs = JdbcBlobs.on(database("a"), clock);
        Blobs otherBlobs = JdbcBlobs.on(database("b"), clock)) {
      fill(store, blobs);
      Blob large = blobs.put(CASE, new byte[3 * JdbcBlobs.CHUNK + 1]);
      assertThat(Backup.of(store, blobs, clock).write(file).blobs()).isEqualTo(4);
      Backup.of(other, otherBlobs, clock).restore(file, Backup.Effects.HOLD);
      Blob blob = Blob.of(CASE, other.read(CASE, 1, 1).getFirst().data());
      assertThat(otherBlobs.read(blob)).isEqualTo(new byte[100_000]);
      assertThat(otherBlobs.read(large)).isEqualTo(new byte[3 * JdbcBlobs.CHUNK + 1]);
      assertThat(otherBlobs.list(new Subject("acme", "case", "2"))).hasSize(2);
    }
  }
}
