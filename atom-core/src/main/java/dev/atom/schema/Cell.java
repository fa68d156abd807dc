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
  }

  /**
   * Tells whether only a person may change the value.
   *
   * @return true if a person has entered it
   */
  public boolean locked() {
    return provenance.source() == Source.PERSON_EDIT;
  }
}
