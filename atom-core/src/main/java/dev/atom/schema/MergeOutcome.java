package dev.atom.schema;

import dev.atom.json.Json;
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
  public record Applied(String field, Optional<Cell> before, Cell after) implements Step {
    /**
     * Tells whether a value of the same rank was known before.
     *
     * @return true if this is a correction
     */
    public boolean correction() {
      return before
          .map(cell -> cell.provenance().source() == after.provenance().source())
          .orElse(false);
    }
  }

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
  public record Refused(String field, Reason reason, String message) implements Step {
    /**
     * Returns field and reason: the message may hold the value.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Refused[" + field + ", " + reason + "]";
    }
  }

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
   * Returns what a ledger has to keep so that {@link Document#apply} gives the document afterwards,
   * step by step: {@code field} with the {@code cell} as it is now, or with {@code cleared}. What was
   * ignored or refused changes nothing and is not in it.
   *
   * @return one object for each step that touched a cell, in their order
   */
  public List<Json.Obj> cellChanges() {
    return steps.stream().flatMap(step -> cellChange(step).stream()).toList();
  }

  private static Optional<Json.Obj> cellChange(Step step) {
    return switch (step) {
      case Applied applied -> Optional.of(cellNow(applied.field(), applied.after()));
      case Strengthened stronger -> Optional.of(cellNow(stronger.field(), stronger.after()));
      case Conflict conflict -> Optional.of(cellNow(conflict.field(), conflict.after()));
      case Cleared cleared ->
          Optional.of(Json.object().put("field", cleared.field()).put("cleared", true).build());
      case Ignored ignored -> Optional.empty();
      case Refused refused -> Optional.empty();
    };
  }

  private static Json.Obj cellNow(String field, Cell cell) {
    return Json.object().put("field", field).put("cell", cell.toJson()).build();
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
