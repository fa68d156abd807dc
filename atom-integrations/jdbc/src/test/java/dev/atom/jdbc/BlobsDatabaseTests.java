package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobException;
import dev.atom.blob.Blobs;
import dev.atom.mock.VirtualClock;
import dev.atom.mock.blob.BlobsContract;
import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract, and what is said of contents in a database. */
abstract class BlobsDatabaseTests extends BlobsContract {
  private static final Subject CASE = new Subject("acme", "case", "1");

  private final VirtualClock time = VirtualClock.at("2026-03-01T12:00:00Z");

  /** Returns the test's own database, the same one at each call. */
  abstract DataSource database();

  /** Returns what opens a connection to it each time, and closes it for good. */
  abstract DataSource unpooled();

  @Override
  protected Blobs open(Clock clock) {
    return JdbcBlobs.on(database(), clock);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A source that does something when its bytes are read to the end. */
  private static InputStream then(byte[] bytes, Callable<Integer> end) {
    InputStream last =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              return end.call();
            } catch (IOException | RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IOException(e);
            }
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(bytes), last);
  }

  private long rows(String table) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void halfOfAContentIsSeenByNobody() throws SQLException {
    try (Blobs blobs = open(time);
        Blobs other = open(time)) {
      List<Integer> seen = new ArrayList<>();
      byte[] content = bytes(3 * JdbcBlobs.CHUNK);
      Blob blob =
          blobs.put(
              CASE,
              then(
                  content,
                  () -> {
                    seen.add(other.list(CASE).size());
                    other.forEach(each -> seen.add(1));
                    return -1;
                  }));
      assertThat(seen).isNotEmpty().allMatch(count -> count == 0);
      assertThat(other.list(CASE)).containsExactly(blob);
      assertThat(other.read(blob)).isEqualTo(content);
      assertThat(rows("atom_chunks")).isEqualTo(3);
    }
  }

  @Test
  void brokenSourceLeavesNoRow() throws SQLException {
    try (Blobs blobs = open(time)) {
      InputStream broken =
          then(
              bytes(2 * JdbcBlobs.CHUNK),
              () -> {
                throw new IOException("the line went dead");
              });
      assertThatThrownBy(() -> blobs.put(CASE, broken)).isInstanceOf(BlobException.class);
      assertThat(rows("atom_contents")).isZero();
      assertThat(rows("atom_chunks")).isZero();
    }
  }

  @Test
  void hostThatDiesInTheMiddleLeavesNothing() throws SQLException {
    DyingSource dying = new DyingSource(unpooled());
    try (Blobs blobs = JdbcBlobs.on(dying, time)) {
      InputStream content =
          then(
              bytes(3 * JdbcBlobs.CHUNK),
              () -> {
                dying.die();
                return 1;
              });
      assertThatThrownBy(() -> blobs.put(CASE, content))
          .isInstanceOfSatisfying(BlobException.class, e -> assertThat(e.retryable()).isTrue());
    }
    try (Blobs blobs = open(time)) {
      assertThat(blobs.list(CASE)).isEmpty();
      assertThat(rows("atom_chunks")).isEqualTo(3);
      time.advance(Duration.ofHours(23));
      blobs.put(CASE, bytes(2 * JdbcBlobs.CHUNK));
      assertThat(rows("atom_chunks")).isEqualTo(5);
      time.advance(Duration.ofHours(2));
    }
    try (Blobs blobs = open(time)) {
      assertThat(blobs.list(CASE)).hasSize(1);
      assertThat(rows("atom_contents")).isEqualTo(1);
      assertThat(rows("atom_chunks")).isEqualTo(2);
    }
  }

  @Test
  void hostThatDiesWithASmallContentLeavesNoRow() throws SQLException {
    DyingSource dying = new DyingSource(unpooled());
    try (Blobs blobs = JdbcBlobs.on(dying, time)) {
      dying.dieBefore("INSERT INTO atom_chunks");
      assertThatThrownBy(() -> blobs.put(CASE, text("hello"))).isInstanceOf(BlobException.class);
    }
    assertThat(rows("atom_contents")).isZero();
    assertThat(rows("atom_chunks")).isZero();
  }

  @Test
  void contentThatIsClearedAwayWhileItIsPutIsRefusedWhole() throws SQLException {
    try (Blobs blobs = open(time)) {
      InputStream slow =
          then(
              bytes(JdbcBlobs.CHUNK),
              () -> {
                time.advance(Duration.ofDays(2));
                open(time).close();
                return -1;
              });
      assertThatThrownBy(() -> blobs.put(CASE, slow))
          .isInstanceOf(BlobException.class)
          .hasMessageContaining("put it again");
      assertThat(rows("atom_contents")).isZero();
      assertThat(rows("atom_chunks")).isZero();
    }
  }

  @Test
  void sameContentFromTwoHostsIsKeptOnce() throws Exception {
    for (int length : new int[] {10_000, 2 * JdbcBlobs.CHUNK + 1}) {
      byte[] content = bytes(length);
      Subject owner = new Subject("acme", "case", "of " + length);
      try (Blobs one = open(time);
          Blobs two = open(time);
          ExecutorService threads = Executors.newFixedThreadPool(8)) {
        List<Callable<Blob>> work = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          Blobs blobs = i % 2 == 0 ? one : two;
          work.add(() -> blobs.put(owner, content));
        }
        HashSet<Blob> put = new HashSet<>();
        for (Future<Blob> done : threads.invokeAll(work)) {
          put.add(done.get());
        }
        assertThat(put).hasSize(1);
        assertThat(one.list(owner)).containsExactlyElementsOf(put);
        assertThat(two.read(put.iterator().next())).isEqualTo(content);
      }
    }
    assertThat(rows("atom_contents")).isEqualTo(2);
    assertThat(rows("atom_chunks")).isEqualTo(1 + 3);
  }

  @Test
  void deletedContentLeavesNoRow() throws SQLException {
    try (Blobs blobs = open(time)) {
      Blob large = blobs.put(CASE, bytes(2 * JdbcBlobs.CHUNK));
      Blob empty = blobs.put(CASE, new byte[0]);
      assertThat(rows("atom_chunks")).isEqualTo(2);
      blobs.delete(large);
      blobs.delete(empty);
      assertThat(rows("atom_contents")).isZero();
      assertThat(rows("atom_chunks")).isZero();
    }
  }

  @Test
  void streamFailsIfItsContentIsDeletedMeanwhileAlsoIfItIsPutAgain() throws IOException {
    byte[] content = bytes(3 * JdbcBlobs.CHUNK);
    try (Blobs blobs = open(time)) {
      Blob blob = blobs.put(CASE, content);
      try (InputStream open = blobs.open(blob)) {
        assertThat(open.readNBytes(10)).hasSize(10);
        blobs.delete(blob);
        blobs.put(CASE, content);
        assertThatThrownBy(open::readAllBytes)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("deleted while it was read");
      }
      assertThat(blobs.read(blob)).isEqualTo(content);
    }
  }

  @Test
  void changedCutOrLengthenedRowsAreFound() throws SQLException {
    try (Blobs blobs = open(time)) {
      Blob blob = blobs.put(CASE, bytes(2 * JdbcBlobs.CHUNK));
      Blob other = blobs.put(CASE, bytes(2 * JdbcBlobs.CHUNK - 1));
      for (String damage :
          List.of(
              "UPDATE atom_chunks SET data = substr(data, 1, 9) WHERE position = 1",
              "UPDATE atom_chunks SET position = 9 WHERE position = 1",
              "UPDATE atom_contents SET size = size - 1")) {
        execute(damage);
        assertThatThrownBy(() -> blobs.read(blob)).isInstanceOf(BlobException.class);
        assertThatThrownBy(() -> blobs.read(other)).isInstanceOf(BlobException.class);
      }
    }
  }

  @Test
  void allAreGoneThroughThoughTheyAreDeletedOnTheWay() {
    try (Blobs blobs = open(time)) {
      for (int i = 0; i < 1_100; i++) {
        blobs.put(new Subject("acme", "case", "c" + i % 7), text("content " + i));
      }
      HashSet<Blob> all = new HashSet<>();
      blobs.forEach(
          blob -> {
            assertThat(all.add(blob)).isTrue();
            blobs.delete(blob);
          });
      assertThat(all).hasSize(1_100);
      blobs.forEach(all::remove);
      assertThat(all).hasSize(1_100);
    }
  }

  @Test
  void prefixesShareNothing() {
    try (Blobs here = open(time);
        Blobs there = JdbcBlobs.on(database(), "other_", time)) {
      Blob blob = here.put(CASE, text("hello"));
      assertThat(there.list(CASE)).isEmpty();
      assertThat(here.list(CASE)).containsExactly(blob);
    }
    assertThatThrownBy(() -> JdbcBlobs.on(database(), "bad prefix", time))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
