package dev.atom.rules.table;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a score card says about facts, and why.
 *
 * @param base the points that everything begins with
 * @param contributions the points of each attribute, in the order of the card; copied
 * @param total the base and all points, exact
 * @param outcome what the total stands for; empty if the card names nothing so low
 */
public record ScoreResult(
    BigDecimal base, List<Contribution> contributions, BigDecimal total, Optional<String> outcome) {
  /** Copies the contributions. */
  public ScoreResult {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(total, "total");
    Objects.requireNonNull(outcome, "outcome");
    contributions = List.copyOf(contributions);
  }

  /**
   * The points of one attribute.
   *
   * @param attribute its label
   * @param band the id of the band that the value is in; empty if it is in none
   * @param points the points of the band
   * @param highest the points of the attribute's best band
   * @param reason the reason code of the band; empty if it has none
   * @param why what the bands asked of the value, and found
   */
  public record Contribution(
      String attribute,
      Optional<String> band,
      BigDecimal points,
      BigDecimal highest,
      Optional<String> reason,
      List<RowTrace> why) {
    /** Copies the traces. */
    public Contribution {
      Objects.requireNonNull(attribute, "attribute");
      why = List.copyOf(why);
    }

    /**
     * Returns how many points the best band of the attribute has more.
     *
     * @return 0 or more
     */
    public BigDecimal lost() {
      return highest.subtract(points);
    }

    /** Such as {@code Income: 10 of 40 (low-income)}. */
    @Override
    public String toString() {
      String code = reason.map(r -> " (" + r + ")").orElse("");
      return attribute + ": " + points + " of " + highest + code;
    }
  }

  /**
   * Returns where most points were lost, as is told to who is refused.
   *
   * @param most how many, 0 or more
   * @return the contributions that lost points, the one that lost most first; of equal ones the first
   *     on the card
   */
  public List<Contribution> reasons(int most) {
    return contributions.stream()
        .filter(contribution -> contribution.lost().signum() > 0)
        .sorted(Comparator.comparing(Contribution::lost).reversed())
        .limit(most)
        .toList();
  }

  /** The total with its outcome, and a line for each attribute. */
  @Override
  public String toString() {
    String lines =
        contributions.stream()
            .map(contribution -> "\n  " + contribution)
            .collect(Collectors.joining());
    return total + outcome.map(o -> " (" + o + ")").orElse("") + ": base " + base + lines;
  }
}
