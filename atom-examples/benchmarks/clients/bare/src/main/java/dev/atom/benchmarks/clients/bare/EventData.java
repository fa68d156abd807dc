package dev.atom.benchmarks.clients.bare;

import java.io.IOException;
import java.io.InputStream;
import okio.BufferedSource;
import okio.ByteString;

/**
 * The data of server-sent events, one after the other, so that one parser reads them all as a
 * sequence of JSON values. {@code [DONE]} is left out. Never waits for more than the next data.
 */
final class EventData extends InputStream {
  private static final ByteString DATA = ByteString.encodeUtf8("data: {");
  private static final int PREFIX = "data: ".length();

  private final BufferedSource source;
  private long left;

  EventData(BufferedSource source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int done = 0;
    while (done < most) {
      if (left == 0) {
        boolean waits = source.getBuffer().indexOf((byte) '\n') < 0;
        if ((done > 0 && waits) || !next()) {
          break;
        }
      } else {
        int count = source.read(into, from + done, (int) Math.min(left, most - done));
        done += count;
        left -= count;
      }
    }
    return done == 0 ? -1 : done;
  }

  /** Skips what is no data; false at the end. */
  private boolean next() throws IOException {
    long line = source.indexOf((byte) '\n');
    if (line < 0) {
      return false;
    }
    if (source.rangeEquals(0, DATA)) {
      source.skip(PREFIX);
      left = line + 1 - PREFIX;
    } else {
      source.skip(line + 1);
    }
    return true;
  }
}
