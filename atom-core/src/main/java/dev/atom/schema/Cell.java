package dev.atom.schema;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A field's value with its provenance.
 *
 * @param value normalised by the field's type
 * @param provenance who brought it
 * @param evidence what it rests on, oldest first; copied
 * @param candidate another value that waits for somebody to decide
 */
public record Cell(
    Json value, Provenance provenance, List<Evidence> evidence, Optional<Candidate> candidate) {
  /** Copies the evidence. */
  public Cell {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(candidate, "candidate");
    evidence = List.copyOf(evidence);
  }

  /**
   * A value that may not replace the cell's by itself.
   *
   * @param value normalised by the field's type; empty if the cell should be cleared
   * @param provenance who brought it
   * @param evidence what it rests on; copied
   */
  public record Candidate(Optional<Json> value, Provenance provenance, List<Evidence> evidence) {
    /** Copies the evidence. */
    public Candidate {
      evidence = List.copyOf(evidence);
    }

    /**
     * Returns who brought it: the value may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Candidate[" + provenance + "]";
    }
  }

  /**
   * Returns the form in which a cell is stored; its members are named as the components are.
   *
   * @return the object
   */
  public Json.Obj toJson() {
    return (Json.Obj) Json.from(this);
  }

  /**
   * Reads a cell from its stored form. Members that are not known are passed over.
   *
   * @param json what {@link #toJson} returned
   * @return an equal cell
   * @throws dev.atom.json.JsonException if it is no cell; names the path
   */
  public static Cell fromJson(Json.Obj json) {
    return json.as(Cell.class);
  }

  /**
   * Tells whether only a person may change the value.
   *
   * @return true if a person has entered it
   */
  public boolean locked() {
    return provenance.source() == Source.PERSON_EDIT;
  }

  /**
   * Returns who brought it: the value may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Cell[" + provenance + (candidate.isPresent() ? ", with a candidate]" : "]");
  }
}
