package dev.atom.voice;

import dev.atom.speech.WordTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A piece of text with the time it takes to say it.
 *
 * @param text the piece, as the {@link SpeechChunker} gave it
 * @param duration how long its sound is; zero for what makes no sound
 * @param words when each word is over, in order; empty if that is not known
 */
public record SpokenChunk(String text, Duration duration, List<WordTime> words) {
  /** Copies the words and checks the ranges. */
  public SpokenChunk {
    Objects.requireNonNull(text, "text");
    words = List.copyOf(words);
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration is " + duration + "; it can't be negative");
    }
  }

  /**
   * Returns a piece without times of words.
   *
   * @param text the piece
   * @param duration how long its sound is
   */
  public SpokenChunk(String text, Duration duration) {
    this(text, duration, List.of());
  }

  /**
   * Tells what was heard after a time.
   *
   * <p>After the whole duration that is everything. Before, it is the words that were over, by their
   * times; without these, the share of the text that equals the share of the time, back to the last
   * word that is whole. White space and signs behind a word belong to it.
   *
   * @param played how long the sound was played, from its start; negative counts as zero
   * @return the piece in two parts
   */
  public HeardText heardAfter(Duration played) {
    int end = heardEnd(played);
    return new HeardText(text.substring(0, end), text.substring(end));
  }

  /** Where in the text the heard part ends. */
  int heardEnd(Duration played) {
    if (played.compareTo(duration) >= 0) {
      return text.length();
    }
    if (played.isNegative() || played.isZero()) {
      return 0;
    }
    return words.isEmpty() ? byShare(played) : byWords(played);
  }

  private int byWords(Duration played) {
    int end = 0;
    for (WordTime word : words) {
      if (word.endsAt().compareTo(played) <= 0) {
        end = Math.min(word.end(), text.length());
      }
    }
    if (end == 0) {
      return 0;
    }
    while (end < text.length() && !Character.isLetterOrDigit(text.codePointAt(end))) {
      // What opens something belongs to the next word.
      if ("([{<\"“«$€£#@".indexOf(text.charAt(end)) >= 0
          && Character.isWhitespace(text.charAt(end - 1))) {
        break;
      }
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private int byShare(Duration played) {
    double share = (double) played.toNanos() / duration.toNanos();
    int end = Math.min((int) (text.length() * share), text.length());
    // Back to where a word begins behind white space.
    while (end > 0
        && !(Character.isWhitespace(text.charAt(end - 1))
            && !Character.isWhitespace(text.charAt(Math.min(end, text.length() - 1))))) {
      end--;
    }
    return end;
  }

  /**
   * Returns sizes only: the text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "SpokenChunk[" + text.length() + " characters, " + duration + "]";
  }
}
