package dev.atom.speech;

import dev.atom.json.Json;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a live transcription tells. Times count from the beginning of the sound. Immutable. */
public sealed interface LiveEvent {
  /**
   * A stretch of speech in words.
   *
   * @param text what was said; empty for a stretch of silence
   * @param words the words with their times; a word whose time is not told has the stretch's
   * @param confidence 0 to 1; -1 where unknown
   * @param channel which channel it is on, from 0
   * @param start when the stretch begins
   * @param end when it is over
   * @param languages what is spoken, where told, the most first
   */
  record Stretch(
      String text,
      List<Transcript.Span> words,
      double confidence,
      int channel,
      Duration start,
      Duration end,
      List<String> languages) {
    /** Copies the lists. */
    public Stretch {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(start, "start");
      Objects.requireNonNull(end, "end");
      words = List.copyOf(words);
      languages = List.copyOf(languages);
    }

    /**
     * Returns the times and the length only: the words may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Stretch[" + start + " to " + end + ", " + text.length() + " characters]";
    }
  }

  /**
   * Words that may still change; the next text of the same channel takes their place.
   *
   * @param stretch the words so far
   */
  record Interim(Stretch stretch) implements LiveEvent {}

  /**
   * Words that stay.
   *
   * @param stretch the words
   * @param endOfSpeech whether the provider heard the speaker pause behind them
   * @param flushed whether they came early because of {@link LiveTranscription#flush()}
   */
  record Final(Stretch stretch, boolean endOfSpeech, boolean flushed) implements LiveEvent {}

  /**
   * Somebody began to speak.
   *
   * @param channel on which channel, from 0
   * @param at when
   */
  record SpeechStarted(int channel, Duration at) implements LiveEvent {}

  /**
   * No word came for as long as was asked.
   *
   * @param channel on which channel, from 0
   * @param lastWordEnd when the last word was over
   */
  record UtteranceEnded(int channel, Duration lastWordEnd) implements LiveEvent {}

  /**
   * What a model that listens for the ends of turns makes of the running turn. Its words may change
   * until {@link TurnPhase#ENDED}.
   *
   * @param phase what happened
   * @param index which turn, from 0
   * @param stretch the turn's words so far
   * @param endConfidence how sure the model is that the turn is over, 0 to 1
   */
  record Turn(TurnPhase phase, int index, Stretch stretch, double endConfidence)
      implements LiveEvent {}

  /** What happens to a turn. */
  enum TurnPhase {
    /** Somebody began to speak: time to stop speaking oneself. */
    STARTED,
    /** More was heard. */
    UPDATED,
    /** Probably over: a reply can be prepared, and thrown away if the turn is resumed. */
    PROBABLY_ENDED,
    /** Not over after all. */
    RESUMED,
    /** Over. */
    ENDED
  }

  /**
   * Something the provider wants to be known; the transcription goes on.
   *
   * @param warning what it is
   */
  record Notice(Warning warning) implements LiveEvent {}

  /**
   * A message of the provider that has no event of its own here.
   *
   * @param type its name in the provider's words
   * @param raw the message as it came
   */
  record Other(String type, Json raw) implements LiveEvent {
    /**
     * Returns the type only: the message may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Other[" + type + "]";
    }
  }

  /**
   * Everything was heard and written down.
   *
   * @param usage what it took
   * @param raw the provider's last message; an empty object if it sends none
   */
  record Finished(Usage usage, Json raw) implements LiveEvent {}
}
