package dev.atom.budget;

import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A budget of one of those for whom it is counted apart.
 *
 * @param budget the budget's name
 * @param whom the values that tell them apart, as a JSON array; a digest of these where they are too
 *     long for an index
 */
public record Bucket(String budget, String whom) implements Comparable<Bucket> {
  private static final int LONGEST = 500;
  private static final Comparator<Bucket> ORDER =
      Comparator.comparing(Bucket::budget).thenComparing(Bucket::whom);

  /** Returns the bucket that a call falls into; empty if the budget is not about it. */
  static Optional<Bucket> of(Budget budget, BudgetFacts facts) {
    boolean about =
        budget.only().entrySet().stream()
            .allMatch(
                entry -> facts.value(entry.getKey()).filter(entry.getValue()::equals).isPresent());
    if (!about) {
      return Optional.empty();
    }
    List<Json> values = new ArrayList<>();
    for (Fact fact : budget.per()) {
      Optional<String> value = facts.value(fact);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(Json.of(value.get()));
    }
    return Optional.of(new Bucket(budget.name(), shortened(Json.array(values).toString())));
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int compareTo(Bucket other) {
    return ORDER.compare(this, other);
  }
}
