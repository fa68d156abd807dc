package dev.atom.vault.migrate;

import dev.atom.secret.SecretRef;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a migration did or would do, entry by entry. Holds names and no values. Immutable and
 * thread-safe.
 */
public final class MigrationReport {
  private final List<Line> lines;

  /**
   * One entry.
   *
   * @param source the name under which the source was given
   * @param name the name that the source gives the entry; empty where none could be read
   * @param where where in the source it stands, such as {@code "line 7"}; may be empty
   * @param ref where in the vault it belongs; empty if no mapping says so
   * @param outcome what became of it
   * @param why more about it, for a person; may be empty
   */
  public record Line(
      String source,
      String name,
      String where,
      Optional<SecretRef> ref,
      Outcome outcome,
      String why) {
    /** Refuses null. */
    public Line {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(where, "where");
      Objects.requireNonNull(ref, "ref");
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(why, "why");
    }

    /**
     * Returns the line as one of text, without control characters.
     *
     * @return such as {@code ".env line 7, OPENAI_API_KEY: imported"}
     */
    public String text() {
      String at = where.isEmpty() ? "" : " " + where;
      String what = name.isEmpty() ? "" : ", " + name;
      String more = why.isEmpty() ? "" : " (" + why + ")";
      String text = source + at + what + ": " + words(outcome) + more;
      return text.replaceAll("\\p{Cntrl}", "?");
    }
  }

  MigrationReport(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * Returns all entries.
   *
   * @return in the order of the sources and of each source
   */
  public List<Line> lines() {
    return lines;
  }

  /**
   * Returns what still hangs on the sources and on the key that seals them: all that is not {@linkplain
   * Outcome#settled() settled}.
   *
   * @return empty only if every value is in the vault, was read back and is the same, or need not be
   */
  public List<Line> remaining() {
    return lines.stream().filter(line -> !line.outcome().settled()).toList();
  }

  /**
   * Tells whether the sources, and the key that seals them, can be deleted without losing a value.
   *
   * @return whether nothing {@linkplain #remaining() remains}
   */
  public boolean sourcesMayGo() {
    return remaining().isEmpty();
  }

  /**
   * Returns how many entries had which outcome.
   *
   * @return without those that none had
   */
  public Map<Outcome, Integer> counts() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    lines.forEach(line -> counts.merge(line.outcome(), 1, Integer::sum));
    return counts;
  }

  private static String words(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Returns the counts.
   *
   * @return such as {@code "2 imported, 1 unmapped; 1 remains"}
   */
  @Override
  public String toString() {
    String counted =
        counts().entrySet().stream()
            .map(count -> count.getValue() + " " + words(count.getKey()))
            .collect(Collectors.joining(", "));
    int left = remaining().size();
    return (counted.isEmpty() ? "no entries" : counted)
        + "; "
        + (left == 0 ? "nothing remains" : left + (left == 1 ? " remains" : " remain"));
  }
}
