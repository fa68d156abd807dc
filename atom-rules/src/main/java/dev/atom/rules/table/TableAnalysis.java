package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the check of a table found. It is exact for values, lists of values, and ranges of numbers,
 * days, times and instants; of other tests, such as regular expressions and comparisons with other
 * fields, it says what it could not decide.
 */
public sealed interface TableAnalysis {
  /**
   * Returns what was found.
   *
   * @return everything, or what was found before the work was too much
   */
  Checked found();

  /**
   * Everything was looked at.
   *
   * @param gaps inputs that no row matches; copied
   * @param overlaps pairs of rows that match the same input; copied
   * @param masked rows that can never win; copied
   * @param undecided what could not be decided; copied
   * @param more whether a list was cut: 100 gaps, 1 000 overlaps, 1 000 undecided
   */
  record Checked(
      List<Gap> gaps,
      List<Overlap> overlaps,
      List<Masked> masked,
      List<Undecided> undecided,
      boolean more)
      implements TableAnalysis {
    /** Copies the lists. */
    public Checked {
      gaps = List.copyOf(gaps);
      overlaps = List.copyOf(overlaps);
      masked = List.copyOf(masked);
      undecided = List.copyOf(undecided);
    }

    @Override
    public Checked found() {
      return this;
    }

    /**
     * Returns what is wrong, for people: gaps, overlaps that the hit policy forbids, and masked rows.
     *
     * @return empty if nothing is
     */
    public List<String> faults() {
      return Stream.of(
              gaps.stream().map(Gap::toString),
              overlaps.stream().filter(Overlap::fault).map(Overlap::toString),
              masked.stream().map(Masked::toString))
          .flatMap(lines -> lines)
          .toList();
    }
  }

  /**
   * The table is too large to check within {@link TableLimits#steps()}.
   *
   * @param steps how many were spent on each question that has no answer
   * @param unfinished the questions that have no whole answer; copied
   * @param found what was found until then: all there is of the other questions
   */
  record TooLarge(long steps, Set<Question> unfinished, Checked found) implements TableAnalysis {
    /** Copies the questions. */
    public TooLarge {
      unfinished = Set.copyOf(unfinished);
    }
  }

  /**
   * Inputs that no row matches.
   *
   * @param witness facts that no row matches
   * @param where all such facts around it, for people: {@code Tier: basic; Total: [0..100)}
   */
  record Gap(Json.Obj witness, String where) {
    @Override
    public String toString() {
      return "no row matches " + where + "; for example " + witness;
    }
  }

  /**
   * Two rows that match the same input.
   *
   * @param first the id of the row that comes first in the table
   * @param second the id of the other row
   * @param witness facts that both match
   * @param fault whether the hit policy forbids it: always under {@link HitPolicy#UNIQUE}, under
   *     {@link HitPolicy#ANY} if the outputs differ
   */
  record Overlap(String first, String second, Json.Obj witness, boolean fault) {
    @Override
    public String toString() {
      return "rows \"" + first + "\" and \"" + second + "\" both match " + witness;
    }
  }

  /**
   * A row that can never win.
   *
   * @param row its id
   * @param by rows that win wherever it matches, at most ten of them; empty if it can't match at all;
   *     copied
   */
  record Masked(String row, List<String> by) {
    /** Copies the ids. */
    public Masked {
      by = List.copyOf(by);
    }

    @Override
    public String toString() {
      return by.isEmpty()
          ? "row \"" + row + "\" can never match"
          : "row \"" + row + "\" can never win over " + String.join(", ", by);
    }
  }

  /**
   * Something that could not be decided, because it rests on a test that is not analysed.
   *
   * @param question what could not be decided
   * @param rows the rows that it is about; copied
   * @param where where it is, for people; may be empty
   */
  record Undecided(Question question, List<String> rows, String where) {
    /** Copies the ids. */
    public Undecided {
      rows = List.copyOf(rows);
    }
  }

  /** What is asked of a table. */
  enum Question {
    /** Whether some row matches every input there. */
    GAP,
    /** Whether two rows match the same input. */
    OVERLAP,
    /** Whether a row can win. */
    MASKED
  }
}
