package dev.atom.vault;

import dev.atom.vault.seal.FieldWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Takes a backup or an export apart as somebody would who knows the format and not the key. */
record StreamFrames(byte[] start, List<Piece> pieces) {
  private static final int START = 24;

  record Piece(int type, byte[] body) {
    byte[] toByteArray() {
      byte[] frame = new FieldWriter().u8(type).sized(body).toByteArray();
      CRC32C sum = new CRC32C();
      sum.update(frame);
      return new FieldWriter().raw(frame).u32((int) sum.getValue()).toByteArray();
    }
  }

  static StreamFrames of(byte[] stream) {
    List<Piece> pieces = new ArrayList<>();
    int at = START;
    while (at < stream.length) {
      int length = ByteBuffer.wrap(stream, at + 1, 4).getInt();
      pieces.add(new Piece(stream[at] & 0xff, Arrays.copyOfRange(stream, at + 5, at + 5 + length)));
      at += 9 + length;
    }
    return new StreamFrames(Arrays.copyOf(stream, START), pieces);
  }

  StreamFrames with(List<Piece> other) {
    return new StreamFrames(start, other);
  }

  byte[] toByteArray() {
    FieldWriter to = new FieldWriter().raw(start);
    pieces.forEach(piece -> to.raw(piece.toByteArray()));
    return to.toByteArray();
  }

  /** Every other order, choice or number of the same pieces that is one step away. */
  List<byte[]> rearranged() {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      List<Piece> less = new ArrayList<>(pieces);
      less.remove(i);
      all.add(with(less).toByteArray());
      for (int j = 0; j <= pieces.size(); j++) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(j, pieces.get(i));
        all.add(with(more).toByteArray());
        if (j > i && j < pieces.size()) {
          List<Piece> swapped = new ArrayList<>(pieces);
          swapped.set(i, pieces.get(j));
          swapped.set(j, pieces.get(i));
          all.add(with(swapped).toByteArray());
        }
      }
    }
    return all;
  }

  /** Every way to put pieces of another stream in the place of own ones, one or all from there on. */
  List<byte[]> mixedWith(StreamFrames other) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      for (int j = 0; j < other.pieces.size(); j++) {
        List<Piece> one = new ArrayList<>(pieces);
        one.set(i, other.pieces.get(j));
        all.add(with(one).toByteArray());
        List<Piece> rest = new ArrayList<>(pieces.subList(0, i));
        rest.addAll(other.pieces.subList(j, other.pieces.size()));
        all.add(with(rest).toByteArray());
      }
    }
    return all;
  }

  /** A stream that notes the most bytes it was asked for at once. */
  static final class Watched extends InputStream {
    private final ByteArrayInputStream in;
    int most;

    Watched(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      most = Math.max(most, length);
      return in.read(into, from, length);
    }
  }
}
