package dev.atom.rules.convert;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of a conversion. Immutable and thread-safe if the result is.
 *
 * @param result what it came to; empty if a part was refused
 * @param losses what could not be carried over exactly: at most a hundred, some refusal among them if
 *     there is one; copied
 * @param <T> the type of the result
 */
public record Conversion<T>(Optional<T> result, List<Loss> losses) {
  /** Copies the losses. */
  public Conversion {
    Objects.requireNonNull(result, "result");
    losses = List.copyOf(losses);
  }

  /** How a part was lost. */
  public enum Kind {
    /** The part can't be carried over, so there is no result. */
    REFUSED,
    /** The part was carried over, and has another outcome in the cases that are named. */
    DIFFERS
  }

  /**
   * A part that could not be carried over exactly.
   *
   * @param kind whether it was carried over at all
   * @param path where it stands in the source, as a JSON Pointer
   * @param message what is lost, and when that matters
   */
  public record Loss(Kind kind, String path, String message) {
    /** Refuses null. */
    public Loss {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
      return (path.isEmpty() ? "" : path + ": ") + message;
    }
  }

  /**
   * Tells whether everything was carried over exactly.
   *
   * @return true if there are no losses
   */
  public boolean exact() {
    return losses.isEmpty();
  }

  /**
   * Returns the result.
   *
   * @return what the conversion came to
   * @throws IllegalStateException if a part was refused; names all losses
   */
  public T orThrow() {
    return result.orElseThrow(
        () ->
            new IllegalStateException(
                "can't be converted: "
                    + losses.stream().map(Loss::toString).collect(Collectors.joining("; "))));
  }
}
