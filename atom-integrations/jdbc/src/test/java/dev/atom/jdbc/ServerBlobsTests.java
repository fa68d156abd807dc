package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of contents on a server, which are lent a connection for each call. */
abstract class ServerBlobsTests extends BlobsDatabaseTests {
  private static final Subject CASE = new Subject("acme", "case", "1");

  @Test
  void oneConnectionIsEnoughAndNoStreamHoldsIt() throws SQLException, IOException {
    try (TestPool one = new TestPool(unpooled(), 1);
        Blobs blobs = JdbcBlobs.on(one, DatabaseClock.of(one))) {
      List<Integer> lent = new ArrayList<>();
      InputStream source =
          new ByteArrayInputStream(new byte[3 * JdbcBlobs.CHUNK]) {
            @Override
            public int read(byte[] into, int from, int length) {
              lent.add(one.lent());
              return super.read(into, from, length);
            }
          };
      Blob blob = blobs.put(CASE, source);
      try (InputStream open = blobs.open(blob)) {
        assertThat(open.readNBytes(10)).hasSize(10);
        lent.add(one.lent());
        Blob copy = blobs.put(new Subject("acme", "case", "copy"), blobs.open(blob));
        assertThat(copy.sha256()).isEqualTo(blob.sha256());
      }
      blobs.forEach(each -> lent.add(one.lent()));
      assertThat(lent).hasSizeGreaterThan(5).allMatch(count -> count == 0);
    }
  }
}
