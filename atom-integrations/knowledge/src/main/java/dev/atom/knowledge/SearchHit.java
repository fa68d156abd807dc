package dev.atom.knowledge;

import dev.atom.operation.Passage;
import java.util.List;
import java.util.Objects;

/**
 * A passage that was found. Immutable.
 *
 * @param passage the passage, with its score
 * @param explanation what the score is the sum of; empty unless {@link SearchRequest#explain()} asked
 *     for it
 */
public record SearchHit(Passage passage, List<ScorePart> explanation) {
  /** Copies the list. */
  public SearchHit {
    Objects.requireNonNull(passage, "passage");
    explanation = List.copyOf(explanation);
  }

  /**
   * A part of a score.
   *
   * @param reason what the passage was given it for
   * @param words the words as the index has them, cut to their stems
   * @param score how much
   */
  public record ScorePart(Reason reason, String words, double score) {}

  /** What a passage gets a score for. */
  public enum Reason {
    /** A word stands in the passage or the headings above it. */
    WORD,
    /** A word stands in the headings above. */
    TITLE,
    /** A phrase in quotes stands in it. */
    PHRASE,
    /** Two words stand next to each other, as they were said. */
    NEXT_TO_EACH_OTHER,
    /** Two words stand near each other. */
    NEAR
  }
}
