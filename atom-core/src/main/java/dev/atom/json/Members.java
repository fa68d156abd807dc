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
  private static final Members NONE = new Members(new Object[0], NO_TABLE, false);

  /** How far a name may come to stand from its place before the hash is taken for an attacked one. */
  private static final int FAR = 16;

  /** Differs from process to process, so that nobody can choose names that all meet in one place. */
  private static final int SEED = new java.security.SecureRandom().nextInt() | 1;

  /** Names at even, values at odd places. */
  private final Object[] pairs;

  /** One more than a member's number, at a place its name's hash leads to; 0 where free. */
  private final int[] table;

  /** Whether places come from a hash of its own rather than from {@code hashCode}. */
  private final boolean own;

  private Members(Object[] pairs, int[] table, boolean own) {
    this.pairs = pairs;
    this.table = table;
    this.own = own;
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
    int at = name instanceof String text ? find(text) : -1;
    return at < 0 ? null : (Json) pairs[2 * at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && find(text) >= 0;
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

  private int find(String name) {
    return table.length == 0 ? scan(pairs, size(), name) : find(pairs, table, own, name);
  }

  private static int scan(@Nullable Object[] pairs, int size, String name) {
    for (int i = 0; i < size; i++) {
      if (name.equals(pairs[2 * i])) {
        return i;
      }
    }
    return -1;
  }

  private static int find(@Nullable Object[] pairs, int[] table, boolean own, String name) {
    int place = place(name, table, own);
    while (table[place] != 0) {
      if (name.equals(pairs[2 * (table[place] - 1)])) {
        return table[place] - 1;
      }
      place = (place + 1) & (table.length - 1);
    }
    return -1;
  }

  /**
   * Names with the same {@code hashCode} are easily made, but it is at hand; so it serves until names
   * crowd, and then a hash that nobody knows beforehand.
   */
  private static int place(String name, int[] table, boolean own) {
    int hash = (own ? hash(name) : name.hashCode() ^ SEED) * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  private static int hash(String name) {
    int hash = SEED;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x01000193;
      hash ^= hash >>> 15;
    }
    return hash;
  }

  /** Collects members; a name that comes again keeps its place and gets the later value. */
  static final class Builder {
    private @Nullable Object[] pairs = new Object[2 * FEW];
    private int[] table = NO_TABLE;
    private boolean own;
    private int size;

    boolean has(String name) {
      return find(name) >= 0;
    }

    void put(String name, Json value) {
      Objects.requireNonNull(name, "a member's name");
      Objects.requireNonNull(value, "a member; use Json.NULL");
      int at = find(name);
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

    private int find(String name) {
      return table.length == 0 ? scan(pairs, size, name) : Members.find(pairs, table, own, name);
    }

    private void index() {
      table = new int[Integer.highestOneBit(pairs.length) * 2];
      for (int i = 0; i < size; i++) {
        enter(i);
      }
    }

    private void enter(int number) {
      int first = place(String.valueOf(pairs[2 * number]), table, own);
      int place = first;
      while (table[place] != 0) {
        place = (place + 1) & (table.length - 1);
      }
      table[place] = number + 1;
      if (!own && ((place - first) & (table.length - 1)) > FAR) {
        own = true;
        reenter(number);
      }
    }

    private void reenter(int last) {
      Arrays.fill(table, 0);
      for (int i = 0; i <= last; i++) {
        enter(i);
      }
    }

    /** Returns the members; the builder may go on and changes nothing of them. */
    Members build() {
      if (size == 0) {
        return NONE;
      }
      return new Members(copied(), table.clone(), own);
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
