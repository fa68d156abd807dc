package dev.atom.approval;

/** The Levenshtein distance of two texts (two rows, common ends left out). */
final class EditDistance {
  /** Above this many cells the exact number is not worth its time. */
  private static final long MOST_CELLS = 25_000_000;

  private EditDistance() {}

  /** Counted in code points; of two long texts that have little in common an upper bound. */
  static long between(String before, String after) {
    int[] a = before.codePoints().toArray();
    int[] b = after.codePoints().toArray();
    int start = 0;
    while (start < a.length && start < b.length && a[start] == b[start]) {
      start++;
    }
    int end = 0;
    while (end < a.length - start
        && end < b.length - start
        && a[a.length - 1 - end] == b[b.length - 1 - end]) {
      end++;
    }
    int rows = a.length - start - end;
    int columns = b.length - start - end;
    if ((long) rows * columns > MOST_CELLS || rows == 0 || columns == 0) {
      return Math.max(rows, columns);
    }
    return exact(a, b, start, rows, columns);
  }

  private static long exact(int[] a, int[] b, int start, int rows, int columns) {
    int[] last = new int[columns + 1];
    int[] row = new int[columns + 1];
    for (int j = 0; j <= columns; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= rows; i++) {
      row[0] = i;
      for (int j = 1; j <= columns; j++) {
        int replaced = last[j - 1] + (a[start + i - 1] == b[start + j - 1] ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
      }
      int[] free = last;
      last = row;
      row = free;
    }
    return last[columns];
  }
}
