package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a tenant has, or a part of it: for each secret the revision and the end of the seal of its
 * newest row. Immutable.
 *
 * <p>Three numbers an entry, in the order of the first: the first 8 bytes of the secret's id, the
 * revision, the last 8 bytes of the row.
 */
final class Part {
  static final Part EMPTY = new Part(new long[0]);

  private static final int WIDTH = 3;

  private final long[] entries;

  private Part(long[] entries) {
    this.entries = entries;
  }

  /**
   * One secret's newest row.
   *
   * @param revision 0 if there is none
   * @param tag the last 8 bytes of its content
   */
  record Entry(long revision, long tag) {
    static final Entry NONE = new Entry(0, 0);

    static Entry of(Row row) {
      return new Entry(row.revision(), tagOf(row.content()));
    }
  }

  /** The end of a sealed content, which nobody can choose without the key. */
  static long tagOf(Bytes content) {
    long tag = 0;
    for (int i = Math.max(0, content.length() - 8); i < content.length(); i++) {
      tag = (tag << 8) | (content.at(i) & 0xff);
    }
    return tag;
  }

  /** The first 8 bytes of an id. */
  static long shortId(Bytes id) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (id.at(i) & 0xff);
    }
    return value;
  }

  int size() {
    return entries.length / WIDTH;
  }

  Entry find(long id) {
    int at = position(id);
    return at >= 0 ? new Entry(entries[at + 1], entries[at + 2]) : Entry.NONE;
  }

  /** This part with one entry added or replaced. */
  Part with(long id, Entry entry) {
    int at = position(id);
    if (at >= 0) {
      long[] changed = entries.clone();
      changed[at + 1] = entry.revision();
      changed[at + 2] = entry.tag();
      return new Part(changed);
    }
    int from = -at - 1;
    long[] longer = new long[entries.length + WIDTH];
    System.arraycopy(entries, 0, longer, 0, from);
    longer[from] = id;
    longer[from + 1] = entry.revision();
    longer[from + 2] = entry.tag();
    System.arraycopy(entries, from, longer, from + WIDTH, entries.length - from);
    return new Part(longer);
  }

  /** This part without an entry. */
  Part without(long id) {
    int at = position(id);
    if (at < 0) {
      return this;
    }
    long[] shorter = Arrays.copyOf(entries, entries.length - WIDTH);
    System.arraycopy(entries, at + WIDTH, shorter, at, entries.length - at - WIDTH);
    return new Part(shorter);
  }

  /** Cut into two to the power of {@code bits} parts, by the first bits of the ids. */
  List<Part> split(int bits) {
    List<Part> parts = new ArrayList<>(1 << bits);
    int from = 0;
    for (int index = 0; index < 1 << bits; index++) {
      int to = from;
      while (to < entries.length && indexOf(entries[to], bits) == index) {
        to += WIDTH;
      }
      parts.add(new Part(Arrays.copyOfRange(entries, from, to)));
      from = to;
    }
    return parts;
  }

  /** Parts that were cut, in their order, put together again. */
  static Part joined(List<Part> parts) {
    long[] all = new long[parts.stream().mapToInt(part -> part.entries.length).sum()];
    int length = 0;
    for (Part part : parts) {
      System.arraycopy(part.entries, 0, all, length, part.entries.length);
      length += part.entries.length;
    }
    return new Part(all);
  }

  /** Which part an id belongs to, of two to the power of {@code bits}. */
  static int indexOf(long id, int bits) {
    return bits == 0 ? 0 : (int) (id >>> (Long.SIZE - bits));
  }

  void write(FieldWriter to) {
    to.u32(size());
    for (long value : entries) {
      to.i64(value);
    }
  }

  static Part read(FieldReader from) throws FieldReader.Malformed {
    int size = from.u32();
    if (size < 0 || size > from.left() / (WIDTH * Long.BYTES)) {
      throw new FieldReader.Malformed("a manifest has " + size + " entries");
    }
    ByteBuffer bytes = ByteBuffer.wrap(from.fixed(size * WIDTH * Long.BYTES).toArray());
    long[] entries = new long[size * WIDTH];
    bytes.asLongBuffer().get(entries);
    for (int i = WIDTH; i < entries.length; i += WIDTH) {
      if (Long.compareUnsigned(entries[i - WIDTH], entries[i]) >= 0) {
        throw new FieldReader.Malformed("a manifest is not in order");
      }
    }
    return new Part(entries);
  }

  /** The ids, in order. */
  LongStream ids() {
    return IntStream.range(0, size()).mapToLong(i -> entries[i * WIDTH]);
  }

  /** The index of an entry, or minus one minus the index where it would stand. */
  private int position(long id) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = Long.compareUnsigned(entries[middle * WIDTH], id);
      if (compared == 0) {
        return middle * WIDTH;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -(low * WIDTH) - 1;
  }
}
