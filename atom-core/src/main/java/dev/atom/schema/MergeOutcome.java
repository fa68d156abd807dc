package dev.atom.schema;

import java.util.List;
import java.util.Optional;

/**
 * What became of proposed deltas.
 *
 * @param document the document afterwards
 * @param steps one for each delta, in their order
 */
public record MergeOutcome(Document document, List<Step> steps) {
  /** Copies the steps. */
  public MergeOutcome {
    steps = List.copyOf(steps);
  }

  /** What became of one delta. */
  public sealed interface Step {
    /**
     * Returns the field that the delta was about.
     *
     * @return the name, also of a field that the schema does not have
     */
    String field();
  }

  /**
   * The cell has a new value; over an old one of the same rank this is a correction.
   *
   * @param field the field's name
   * @param before the cell before; empty if nothing was known
   * @param after the cell now
   */
  public record Applied(String field, Optional<Cell> before, Cell after) implements Step {}

  /**
   * The cell keeps its value and gains evidence or rank.
   *
   * @param field the field's name
   * @param after the cell now
   */
  public record Strengthened(String field, Cell after) implements Step {}

  /**
   * The cell was emptied.
   *
   * @param field the field's name
   * @param before the cell before
   */
  public record Cleared(String field, Cell before) implements Step {}

  /**
   * The cell keeps its value; the proposed one waits beside it for somebody to decide.
   *
   * @param field the field's name
   * @param after the cell now, with its candidate
   */
  public record Conflict(String field, Cell after) implements Step {}

  /**
   * Nothing changed, and nothing is wrong.
   *
   * @param field the field's name
   * @param reason why, for people
   */
  public record Ignored(String field, String reason) implements Step {}

  /**
   * The delta is not acceptable.
   *
   * @param field the field's name
   * @param reason what is wrong with it
   * @param message the same for people and for a model that shall repair it
   */
  public record Refused(String field, Reason reason, String message) implements Step {}

  /** What can be wrong with a delta. */
  public enum Reason {
    /** The schema has no such field. */
    UNKNOWN_FIELD,
    /** The value is not of the field's type, or no allowed one. */
    INVALID_VALUE,
    /** No quote was given. */
    NO_EVIDENCE,
    /** A quote stands in no message of the episode. */
    EVIDENCE_NOT_FOUND
  }

  /**
   * Returns the steps that changed a cell's value.
   *
   * @return those applied and those cleared
   */
  public List<Step> changes() {
    return steps.stream()
        .filter(step -> step instanceof Applied || step instanceof Cleared)
        .toList();
  }
}
