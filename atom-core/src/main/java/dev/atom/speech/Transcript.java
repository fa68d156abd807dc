package dev.atom.speech;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was said in a recording.
 *
 * @param model the model that listened
 * @param text everything, of the first channel where there are several
 * @param language the language that was asked or found, in the provider's words
 * @param duration the recording's length, where known
 * @param segments longer stretches with their times, where the provider tells them
 * @param words words with their times, where asked or told; of all channels
 * @param usage what it took
 * @param warnings what was not honoured
 * @param raw the reply as the provider sent it
 */
public record Transcript(
    ModelRef model,
    String text,
    Optional<String> language,
    Optional<Duration> duration,
    List<Span> segments,
    List<Span> words,
    Usage usage,
    List<Warning> warnings,
    Json raw) {
  /** Copies the lists. */
  public Transcript {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(text, "text");
    segments = List.copyOf(segments);
    words = List.copyOf(words);
    warnings = List.copyOf(warnings);
  }

  /**
   * A word or a longer stretch.
   *
   * @param text what was said
   * @param start when it begins
   * @param end when it is over
   * @param confidence 0 to 1; -1 where unknown
   * @param speaker who says it, in the provider's words; empty where not told apart
   * @param channel which channel it is on, from 0
   */
  public record Span(
      String text,
      Duration start,
      Duration end,
      double confidence,
      Optional<String> speaker,
      int channel) {
    /** Refuses null. */
    public Span {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(start, "start");
      Objects.requireNonNull(end, "end");
      Objects.requireNonNull(speaker, "speaker");
    }

    /**
     * Returns the times only: the words may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Span[" + start + " to " + end + "]";
    }
  }

  /**
   * Returns the length only: the words may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Transcript[" + model + ", " + text.length() + " characters]";
  }
}
