package dev.atom.rules.index;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Which of many conditions hold for an event. A conjunction is a bit; conditions keep their order, so
 * that bits come out in it. Immutable and thread-safe; {@link Layout} says how it lies in memory.
 *
 * <p>The idea is the bitmap index of O'Neil and Quass (SIGMOD 1997), applied to conditions instead of
 * records, with the range-encoded rows of numbers thinned out.
 *
 * @param <S> what is known of an event
 */
public final class BitIndex<S> {
  /** Up to as many words stay in registers while they are matched. */
  static final int FEW_WORDS = 2;

  private final int words;
  private final int shift;
  private final int[] owners;
  private final List<Input<S>> inputs;
  private final int[] slots;
  private final long[] data;
  private final int[] ints;
  private final BigDecimal[] exact;
  private final String[] texts;
  private final Tests<S> tests;
  private final List<PartsSlot<S>> parts;

  /** For each field who is in doubt where it is a text; empty if nobody is. */
  private final List<long[]> doubts;

  /**
   * A condition to be indexed.
   *
   * @param cover its normal form
   * @param whole tests it as a whole, where the cover is wider than the condition
   * @param <S> what is known of an event
   */
  public record Entry<S>(Cover<S> cover, Residual<S> whole) {}

  private BitIndex(IndexDraft<S> draft) {
    SlotWriter writer = new SlotWriter(draft.size());
    owners = draft.owners();
    words = (draft.size() + 63) >>> 6;
    shift = writer.shift();
    List<SlotDraft<S>> fields = draft.fields();
    inputs = fields.stream().map(SlotDraft::input).toList();
    slots = fields.stream().mapToInt(writer::write).toArray();
    data = writer.data();
    ints = writer.ints();
    exact = writer.exact();
    texts = writer.texts();
    parts = draft.tables(words);
    tests = draft.tests(words);
    doubts = draft.doubts(inputs, words);
  }

  /**
   * Indexes conditions.
   *
   * @param entries the conditions in their order
   * @param <S> what is known of an event
   * @return the index
   */
  public static <S> BitIndex<S> of(List<Entry<S>> entries) {
    IndexDraft<S> draft = new IndexDraft<>();
    for (int i = 0; i < entries.size(); i++) {
      draft.add(i, entries.get(i));
    }
    return new BitIndex<>(draft);
  }

  /**
   * Returns how many words of 64 bits the conjunctions take.
   *
   * @return at least 0
   */
  public int words() {
    return words;
  }

  /**
   * Returns which condition a conjunction is of.
   *
   * @param position the conjunction's bit
   * @return the condition's place in the order
   */
  public int owner(int position) {
    return owners.length == 0 ? position : owners[position];
  }

  /**
   * Returns a bit for every conjunction that there is.
   *
   * @return the caller's own
   */
  public long[] all() {
    return Arrays.copyOfRange(data, Layout.ONES, words);
  }

  /**
   * Returns the bits without those of one condition.
   *
   * @param live bits, not changed
   * @param owner the condition's place in the order
   * @return the caller's own
   */
  public long[] without(long[] live, int owner) {
    long[] rest = live.clone();
    int position = owners.length == 0 ? owner : Arrays.binarySearch(owners, owner);
    while (position > 0 && owner(position - 1) == owner) {
      position--;
    }
    for (; holds(rest, position) && owner(position) == owner; position++) {
      rest[position >> 6] &= ~(1L << position);
    }
    return rest;
  }

  private static boolean holds(long[] bits, int position) {
    return position >= 0
        && position >> 6 < bits.length
        && (bits[position >> 6] & (1L << position)) != 0;
  }

  /**
   * Finds the conjunctions whose fields have the values they ask for.
   *
   * @param event the event
   * @param live the conjunctions that count
   * @param scratch takes them, see {@link Scratch#left}; tests besides are still to be run
   * @return whether there are any
   */
  public boolean match(S event, long[] live, Scratch<S> scratch) {
    scratch.begin(words, tests.count());
    return words <= FEW_WORDS ? matchFew(event, live, scratch) : matchMany(event, live, scratch);
  }

  private boolean matchFew(S event, long[] live, Scratch<S> scratch) {
    Cell cell = scratch.cell;
    boolean two = words > 1;
    long first = words > 0 ? live[0] : 0;
    long second = two ? live[1] : 0;
    for (int i = 0; i < slots.length && (first | second) != 0; i++) {
      inputs.get(i).read(event, cell);
      if (cell.kind == Cell.UNSURE) {
        scratch.unsure = true;
        continue;
      }
      doubt(i, scratch);
      find(slots[i], inputs.get(i), cell);
      long a = data[cell.row];
      long b = two ? data[cell.row + 1] : 0;
      for (int t = cell.from; t < cell.to; t++) {
        int position = ints[t];
        a ^= position < 64 ? 1L << position : 0;
        b ^= position < 64 ? 0 : 1L << position;
      }
      first &= a;
      second &= b;
    }
    scratch.words[0] = first;
    scratch.words[1] = second;
    return (first | second) != 0;
  }

  private boolean matchMany(S event, long[] live, Scratch<S> scratch) {
    Cell cell = scratch.cell;
    long[] left = scratch.words;
    System.arraycopy(live, 0, left, 0, words);
    int waiting = 0;
    int a = Layout.ONES;
    int b = Layout.ONES;
    int c = Layout.ONES;
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      int users = Layout.low(data[slot + Layout.EXACT]);
      if (users != 0 && noneOf(users, left)) {
        continue;
      }
      inputs.get(i).read(event, cell);
      if (cell.kind == Cell.UNSURE) {
        scratch.unsure = true;
        continue;
      }
      doubt(i, scratch);
      find(slot, inputs.get(i), cell);
      if (cell.from < cell.to) {
        turned(left, cell, scratch);
      } else if (cell.row != Layout.ONES) {
        waiting++;
        if (waiting == 4) {
          if (and(left, a, b, c, cell.row) == 0) {
            return false;
          }
          waiting = 0;
          a = Layout.ONES;
          b = Layout.ONES;
          c = Layout.ONES;
        } else {
          c = b;
          b = a;
          a = cell.row;
        }
      }
    }
    long any = and(left, a, b, c, Layout.ONES);
    for (int i = 0; any != 0 && i < parts.size(); i++) {
      parts.get(i).match(event, left, scratch);
    }
    return any != 0;
  }

  private void doubt(int slot, Scratch<S> scratch) {
    if (!doubts.isEmpty() && scratch.cell.kind == Cell.TEXT) {
      scratch.doubt(doubts.get(slot));
    }
  }

  private boolean noneOf(int users, long[] left) {
    int end = users + 1 + ints[users];
    for (int i = users + 1; i < end; i++) {
      int position = ints[i];
      if ((left[position >> 6] & (1L << position)) != 0) {
        return false;
      }
    }
    return true;
  }

  private long and(long[] left, int a, int b, int c, int d) {
    long any = 0;
    long[] rows = data;
    int length = words;
    for (int i = 0; i < length; i++) {
      long word = left[i] & rows[a + i] & rows[b + i] & rows[c + i] & rows[d + i];
      left[i] = word;
      any |= word;
    }
    return any;
  }

  /** A bit that is turned round in the row is turned round in what is left if it was there before. */
  private void turned(long[] left, Cell cell, Scratch<S> scratch) {
    int from = cell.from;
    int count = cell.to - from;
    long[] kept = scratch.kept(count);
    for (int i = 0; i < count; i++) {
      int position = ints[from + i];
      kept[i] = left[position >> 6] & (1L << position);
    }
    int row = cell.row;
    if (row != Layout.ONES) {
      for (int i = 0; i < words; i++) {
        left[i] &= data[row + i];
      }
    }
    for (int i = 0; i < count; i++) {
      left[ints[from + i] >> 6] ^= kept[i];
    }
  }

  private void find(int slot, Input<S> input, Cell cell) {
    if (cell.kind == Cell.TEXT) {
      text(slot, input, cell);
    } else if (cell.kind == Cell.NUMBER) {
      number(slot, cell);
    } else {
      lead(cell, data[slot + Layout.KINDS + cell.kind]);
    }
  }

  private void lead(Cell cell, long place) {
    int list = Layout.low(place);
    cell.row = Layout.high(place);
    cell.from = list + 1;
    cell.to = list == 0 ? 0 : list + 1 + ints[list];
  }

  private void text(int slot, Input<S> input, Cell cell) {
    long head = data[slot + Layout.TEXTS];
    int mask = Layout.high(data[slot + Layout.MASK]);
    boolean fold = input.ignoresCase();
    String text = cell.text;
    long place = data[slot + Layout.KINDS + Cell.TEXT];
    if (mask >= 0 && (fold || text.length() <= Layout.low(head))) {
      long key = TextKeys.of(text, fold);
      if (key == 0) {
        text = TextKeys.fold(text);
        fold = false;
        key = TextKeys.of(text, false);
      }
      int found = entry(Layout.high(head), mask, key, text, fold);
      place = found < 0 ? place : data[found + 1];
    }
    lead(cell, place);
  }

  private int entry(int table, int mask, long key, String text, boolean fold) {
    int i = TextKeys.place(key, mask);
    while (true) {
      long there = data[table + 2 * i];
      if (there == 0) {
        return -1;
      }
      if (there == key
          || (there < 0
              && TextKeys.bare(there) == key
              && TextKeys.same(texts[(int) there], text, fold))) {
        return table + 2 * i;
      }
      i = (i + 1) & mask;
    }
  }

  private void number(int slot, Cell cell) {
    long points = data[slot + Layout.POINTS];
    int place = Layout.high(points);
    int count = Layout.low(points);
    long turns = data[slot + Layout.TURNS];
    BigDecimal decimal = cell.decimal;
    boolean simple =
        Layout.low(data[slot + Layout.MASK]) == 1
            && (decimal == null ? Layout.isShort(cell.whole) : Layout.isShort(decimal));
    int found = simple ? near(place, count, cell) : exactly(slot, count, cell.exact());
    int turned = Layout.high(turns);
    if (found != 0) {
      long counts = data[place + count + Math.abs(found) - 1];
      turned = found > 0 ? Layout.high(counts) : Layout.low(counts);
    }
    long rows = data[slot + Layout.ROWS];
    int number = (turned + ((1 << shift) >> 1)) >> shift;
    number = Math.min(number, Layout.low(data[slot + Layout.LAST]));
    cell.row = number == 0 ? Layout.ONES : Layout.high(rows) + (number - Layout.low(rows)) * words;
    int mark = number << shift;
    cell.from = Layout.low(turns) + Math.min(mark, turned);
    cell.to = Layout.low(turns) + Math.max(mark, turned);
  }

  /** The number of the point that the value is; minus that of the last point below it; or 0. */
  private int near(int place, int count, Cell cell) {
    double value = cell.decimal == null ? cell.whole : cell.decimal.doubleValue();
    int base = place;
    int length = count;
    while (length > 0) {
      int half = length >>> 1;
      boolean above = Double.longBitsToDouble(data[base + half]) <= value;
      base = above ? base + half + 1 : base;
      length = above ? length - half - 1 : half;
    }
    int below = base - place;
    return below > 0 && Double.longBitsToDouble(data[base - 1]) == value ? below : -below;
  }

  private int exactly(int slot, int count, BigDecimal value) {
    int begin = Layout.high(data[slot + Layout.EXACT]);
    int base = begin;
    int length = count;
    while (length > 0) {
      int half = length >>> 1;
      int order = exact[base + half].compareTo(value);
      if (order == 0) {
        return base + half + 1 - begin;
      }
      base = order < 0 ? base + half + 1 : base;
      length = order < 0 ? length - half - 1 : half;
    }
    return begin - base;
  }

  /**
   * Runs the tests that a conjunction asks for beside its fields.
   *
   * @param position the conjunction's bit
   * @param event the event
   * @param scratch that of the match
   * @return whether all hold; true if there are none
   */
  public boolean confirms(int position, S event, Scratch<S> scratch) {
    return tests.hold(position, event, scratch);
  }
}
