package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteBlobsTest extends BlobsDatabaseTests {
  private static final Subject CASE = new Subject("acme", "case", "1");

  @TempDir Path folder;

  @Override
  DataSource database() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("atom.db"));
    return source;
  }

  @Override
  DataSource unpooled() {
    return database();
  }

  @Test
  void storeInTheSameFileWritesWhileASourceIsRead() {
    try (JdbcStore store = JdbcStore.on(database());
        Blobs blobs = open(Clock.systemUTC())) {
      NewEvent event = new NewEvent("noted", Json.Obj.EMPTY, "tester", Optional.empty());
      InputStream slow =
          new ByteArrayInputStream(new byte[3 * JdbcBlobs.CHUNK]) {
            @Override
            public int read(byte[] into, int from, int length) {
              store.append(Append.to(CASE).event(event).build());
              return super.read(into, from, length);
            }
          };
      Blob blob = blobs.put(CASE, slow);
      assertThat(blob.size()).isEqualTo(3 * JdbcBlobs.CHUNK);
      assertThat(store.version(CASE)).isGreaterThan(2);
    }
  }

  @Test
  void openStreamKeepsNobodyFromWriting() throws IOException {
    try (Blobs blobs = open(Clock.systemUTC())) {
      Blob blob = blobs.put(CASE, new byte[2 * JdbcBlobs.CHUNK]);
      for (int i = 0; i < 20; i++) {
        assertThat(blobs.open(blob).readNBytes(10)).hasSize(10); // and never closed
      }
      blobs.put(CASE, new byte[10]);
      assertThat(blobs.list(CASE)).hasSize(2);
    }
  }
}
