package dev.atom.schema;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A proposed change of one cell. A model proposes; {@link Merge} decides.
 *
 * @param field the field's name
 * @param change what is proposed
 * @param quotes the words it rests on; copied
 * @param certainty whether it was said or concluded
 */
public record Delta(String field, Change change, List<Quote> quotes, Certainty certainty) {
  /** Copies the quotes. */
  public Delta {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(change, "change");
    quotes = List.copyOf(quotes);
    Objects.requireNonNull(certainty, "certainty");
  }

  /** What is proposed. */
  public sealed interface Change {}

  /**
   * The cell gets a value.
   *
   * @param value as the model wrote it, not yet normalised
   */
  public record Set(Json value) implements Change {
    /**
     * Returns the kind only: the value may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Set[]";
    }
  }

  /** The cell is emptied. */
  public record Clear() implements Change {}

  /** The cell's value, whatever it is, was confirmed. */
  public record Confirm() implements Change {}

  /**
   * Words of a message.
   *
   * @param message the message's id; empty to look in the whole episode, newest first
   * @param text the words, as they stand there but for case, white space,
   *     typographic signs and the commas in numbers
   */
  public record Quote(Optional<String> message, String text) {
    /**
     * Returns where it stands: the words may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Quote[" + message.orElse("any message") + "]";
    }
  }

  /** Whether a value was said or concluded. */
  public enum Certainty {
    /** Said. */
    STATED,
    /** Concluded. */
    IMPLIED
  }
}
