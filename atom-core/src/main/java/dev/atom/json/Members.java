package dev.atom.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object: immutable, in their order, names and values side by side in one array,
 * which is a fifth of what a linked hash map takes. Objects of more than a few members have a table
 * of places beside it, by open addressing.
 */
final class Members extends AbstractMap<String, Json> {
  private static final int FEW = 8;
  private static final int[] NO_TABLE = {};
  private static final Members NONE = new Members(new Object[0], NO_TABLE);

  /** Differs from process to process, so that nobody can choose names that all meet in one place. */
  private static final int SEED = new java.security.SecureRandom().nextInt() | 1;

  /** Names at even, values at odd places. */
  private final Object[] pairs;

  /** One more than a member's number, at a place its name's hash leads to; 0 where free. */
  private final int[] table;

  private Members(Object[] pairs, int[] table) {
    this.pairs = pairs;
    this.table = table;
  }

  static Members copyOf(Map<String, Json> map) {
    if (map instanceof Members members) {
      return members;
    }
    Builder builder = new Builder();
    map.forEach(builder::put);
    return builder.build();
  }

  @Override
  public int size() {
    return pairs.length / 2;
  }

  @Override
  public @Nullable Json get(@Nullable Object name) {
    int at = name instanceof String text ? find(pairs, size(), table, text) : -1;
    return at < 0 ? null : (Json) pairs[2 * at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && find(pairs, size(), table, text) >= 0;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Json> action) {
    for (int i = 0; i < pairs.length; i += 2) {
      action.accept((String) pairs[i], (Json) pairs[i + 1]);
    }
  }

  @Override
  public Set<Entry<String, Json>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, Json>> iterator() {
        return entries();
      }

      @Override
      public int size() {
        return Members.this.size();
      }
    };
  }

  private Iterator<Entry<String, Json>> entries() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < pairs.length;
      }

      @Override
      public Entry<String, Json> next() {
        if (next >= pairs.length) {
          throw new NoSuchElementException();
        }
        Entry<String, Json> entry = Map.entry((String) pairs[next], (Json) pairs[next + 1]);
        next += 2;
        return entry;
      }
    };
  }

  private static int find(@Nullable Object[] pairs, int size, int[] table, String name) {
    if (table.length == 0) {
      for (int i = 0; i < size; i++) {
        if (name.equals(pairs[2 * i])) {
          return i;
        }
      }
      return -1;
    }
    int place = place(name, table);
    while (table[place] != 0) {
      if (name.equals(pairs[2 * (table[place] - 1)])) {
        return table[place] - 1;
      }
      place = (place + 1) & (table.length - 1);
    }
    return -1;
  }

  /** By a hash of its own: names with the same {@code hashCode} are easily made. */
  private static int place(String name, int[] table) {
    int hash = SEED;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x01000193;
      hash ^= hash >>> 15;
    }
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  /** Collects members; a name that comes again keeps its place and gets the later value. */
  static final class Builder {
    private @Nullable Object[] pairs = new Object[2 * FEW];
    private int[] table = NO_TABLE;
    private int size;

    boolean has(String name) {
      return find(pairs, size, table, name) >= 0;
    }

    void put(String name, Json value) {
      Objects.requireNonNull(name, "a member's name");
      Objects.requireNonNull(value, "a member; use Json.NULL");
      int at = find(pairs, size, table, name);
      if (at >= 0) {
        pairs[2 * at + 1] = value;
        return;
      }
      if (2 * size == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        index();
      }
      pairs[2 * size] = name;
      pairs[2 * size + 1] = value;
      size++;
      if (table.length > 0) {
        enter(size - 1);
      }
    }

    private void index() {
      table = new int[Integer.highestOneBit(pairs.length) * 2];
      for (int i = 0; i < size; i++) {
        enter(i);
      }
    }

    private void enter(int number) {
      int place = place(String.valueOf(pairs[2 * number]), table);
      while (table[place] != 0) {
        place = (place + 1) & (table.length - 1);
      }
      table[place] = number + 1;
    }

    /** Returns the members; the builder may go on and changes nothing of them. */
    Members build() {
      if (size == 0) {
        return NONE;
      }
      return new Members(copied(), table.clone());
    }

    private Object[] copied() {
      Object[] exact = new Object[2 * size];
      for (int i = 0; i < exact.length; i++) {
        exact[i] = Objects.requireNonNull(pairs[i]);
      }
      return exact;
    }
  }
}
