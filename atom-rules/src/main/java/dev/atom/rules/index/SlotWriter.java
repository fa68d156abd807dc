package dev.atom.rules.index;

import dev.atom.rules.index.SlotDraft.Turn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays fields out as {@link Layout} says. Not thread-safe. */
final class SlotWriter {
  /** Fields that fewer conjunctions ask for are looked at only if one of those is still possible. */
  static final int FEW = 8;

  private final int words;
  private final int shift;
  private final Longs data = new Longs();
  private final Ints ints = new Ints();
  private final List<BigDecimal> exact = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Integer> rows = new ArrayList<>();

  SlotWriter(int positions) {
    words = (positions + 63) >>> 6;
    shift = shift(words);
    long[] ones = new long[words];
    for (int i = 0; i < positions; i++) {
      ones[i >> 6] |= 1L << i;
    }
    data.add(ones);
    ints.add(0);
  }

  /**
   * So many that a row takes about 32 bytes for each, of which a match turns a quarter on average, and
   * that takes a fraction of the time to go through the row.
   */
  private static int shift(int words) {
    return 31 - Integer.numberOfLeadingZeros(Math.max(4, words / 4));
  }

  /** The logarithm of how many bits are turned round between two rows of numbers. */
  int shift() {
    return shift;
  }

  long[] data() {
    return data.toArray();
  }

  int[] ints() {
    return ints.toArray();
  }

  BigDecimal[] exact() {
    return exact.toArray(BigDecimal[]::new);
  }

  String[] texts() {
    return texts.toArray(String[]::new);
  }

  int write(SlotDraft<?> draft) {
    rows.clear();
    rows.add(Layout.ONES);
    int at = data.room(Layout.LENGTH);
    int users = draft.size() <= FEW ? list(draft.positions()) : 0;
    data.set(at + Layout.EXACT, exact.size(), users);
    numbers(at, draft);
    texts(at, draft);
    for (int kind = 0; kind < Cell.TEXT; kind++) {
      data.set(at + Layout.KINDS + kind, place(Layout.ONES, 0, draft.refusing(kind)));
    }
    return at;
  }

  private int list(int[] positions) {
    if (positions.length == 0) {
      return 0;
    }
    int at = ints.size();
    ints.add(positions.length);
    for (int position : positions) {
      ints.add(position);
    }
    return at;
  }

  /** A row with bits turned round in it: kept as that if they are few, else as a row of its own. */
  private long place(int row, int listed, int[] turned) {
    if (turned.length > Math.max(0, words / 4)) {
      long[] dense = row(row, listed);
      turn(dense, turned);
      return pair(kept(dense), 0);
    }
    if (turned.length == 0 || listed == 0) {
      return pair(row, turned.length == 0 ? listed : list(turned));
    }
    int before = ints.get(listed);
    int[] all = new int[before + turned.length];
    for (int i = 0; i < before; i++) {
      all[i] = ints.get(listed + 1 + i);
    }
    System.arraycopy(turned, 0, all, before, turned.length);
    return pair(row, list(all));
  }

  private long[] row(int row, int listed) {
    long[] dense = new long[words];
    for (int i = 0; i < words; i++) {
      dense[i] = data.get(row + i);
    }
    for (int i = 0; i < ints.get(listed); i++) {
      turn(dense, ints.get(listed + 1 + i));
    }
    return dense;
  }

  private static void turn(long[] row, int... positions) {
    for (int position : positions) {
      row[position >> 6] ^= 1L << position;
    }
  }

  private int kept(long[] row) {
    for (int at : rows) {
      if (data.same(at, row)) {
        return at;
      }
    }
    int at = data.add(row);
    // Looking through many would take longer than they save.
    if (rows.size() < 2 * Cell.KINDS) {
      rows.add(at);
    }
    return at;
  }

  private static long pair(int high, int low) {
    return ((long) high << 32) | (low & 0xFFFF_FFFFL);
  }

  private void texts(int at, SlotDraft<?> draft) {
    Map<String, Ints> named = draft.texts();
    long others = place(Layout.ONES, 0, draft.refusing(Cell.TEXT));
    data.set(at + Layout.KINDS + Cell.TEXT, others);
    int mask = named.isEmpty() ? -1 : mask(named.size());
    int table = named.isEmpty() ? 0 : data.room(2 * (mask + 1));
    int longest = 0;
    for (Map.Entry<String, Ints> entry : named.entrySet()) {
      longest = Math.max(longest, entry.getKey().length());
      long place = place(Layout.high(others), Layout.low(others), entry.getValue().toArray());
      enter(table, mask, key(entry.getKey()), place);
    }
    data.set(at + Layout.TEXTS, table, longest);
    data.set(at + Layout.MASK, mask, Layout.low(data.get(at + Layout.MASK)));
  }

  private long key(String text) {
    long key = TextKeys.of(text, false);
    if (TextKeys.isHash(key)) {
      texts.add(text);
      return key | (texts.size() - 1);
    }
    return key;
  }

  /** At most three quarters full. */
  private static int mask(int texts) {
    int size = 2;
    while (3L * size < 4L * texts) {
      size *= 2;
    }
    return size - 1;
  }

  private void enter(int table, int mask, long key, long place) {
    int i = TextKeys.place(TextKeys.bare(key), mask);
    while (data.get(table + 2 * i) != 0) {
      i = (i + 1) & mask;
    }
    data.set(table + 2 * i, key);
    data.set(table + 2 * i + 1, place);
  }

  private void numbers(int at, SlotDraft<?> draft) {
    List<Turn> turns = draft.turns();
    int[] first = draft.refusingLow();
    int begin = ints.size();
    int[] positions = new int[first.length + turns.size()];
    System.arraycopy(first, 0, positions, 0, first.length);
    for (int i = 0; i < turns.size(); i++) {
      positions[first.length + i] = turns.get(i).position();
    }
    for (int position : positions) {
      ints.add(position);
    }
    data.set(at + Layout.TURNS, first.length, begin);
    points(at, turns, first.length);
    checkpoints(at, positions, first.length);
  }

  /** The numbers as doubles, then how many bits are turned up to each of them and after it. */
  private void points(int at, List<Turn> turns, int first) {
    List<BigDecimal> points = new ArrayList<>();
    Longs counts = new Longs();
    int i = 0;
    while (i < turns.size()) {
      BigDecimal point = turns.get(i).at();
      points.add(point);
      int upTo = i;
      while (upTo < turns.size() && same(turns.get(upTo), point, false)) {
        upTo++;
      }
      int past = upTo;
      while (past < turns.size() && same(turns.get(past), point, true)) {
        past++;
      }
      counts.set(counts.room(1), first + upTo, first + past);
      i = past;
    }
    exact.addAll(points);
    int place = data.room(2 * points.size());
    boolean allShort = points.stream().allMatch(Layout::isShort);
    for (int p = 0; p < points.size(); p++) {
      double near = allShort ? points.get(p).doubleValue() : 0;
      data.set(place + p, Double.doubleToRawLongBits(near));
      data.set(place + points.size() + p, counts.get(p));
    }
    data.set(at + Layout.POINTS, place, points.size());
    data.set(at + Layout.MASK, -1, allShort ? 1 : 0);
  }

  private static boolean same(Turn turn, BigDecimal point, boolean after) {
    return turn.after() == after && turn.at().compareTo(point) == 0;
  }

  private void checkpoints(int at, int[] turned, int first) {
    int highest = turned.length >> shift;
    int lowest = Math.min((first + ((1 << shift) >> 1)) >> shift, highest);
    long[] row = row(Layout.ONES, 0);
    int done = 0;
    int begin = 0;
    for (int number = lowest; number <= highest; number++) {
      for (; done < number << shift; done++) {
        turn(row, turned[done]);
      }
      int place = number == 0 ? Layout.ONES : data.add(row);
      begin = begin == 0 ? place : begin;
    }
    data.set(at + Layout.ROWS, begin, Math.max(lowest, 1));
    data.set(at + Layout.LAST, 0, highest);
  }
}
