package dev.atom.speech;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A text that was said: its sound and, if the voice tells, when each word is over. Immutable. */
public final class AudioSpeech {
  private final AudioFormat format;
  private final byte[] pcm;
  private final List<WordTime> words;

  private AudioSpeech(AudioFormat format, byte[] pcm, List<WordTime> words) {
    this.format = format;
    this.pcm = pcm;
    this.words = words;
  }

  /**
   * Returns speech without times of words.
   *
   * @param format the sound's form
   * @param pcm the sound, whole frames; copied
   * @return the speech
   */
  public static AudioSpeech of(AudioFormat format, byte[] pcm) {
    return of(format, pcm, List.of());
  }

  /**
   * Returns speech with times of words.
   *
   * @param format the sound's form
   * @param pcm the sound, whole frames; copied
   * @param words when each word is over, in the text's order; times and places never run back
   * @return the speech
   */
  public static AudioSpeech of(AudioFormat format, byte[] pcm, List<WordTime> words) {
    Objects.requireNonNull(format, "format");
    if (pcm.length % format.frameBytes() != 0) {
      throw new IllegalArgumentException(
          "pcm has " + pcm.length + " bytes; a frame of " + format + " has " + format.frameBytes());
    }
    for (int i = 1; i < words.size(); i++) {
      WordTime earlier = words.get(i - 1);
      WordTime later = words.get(i);
      if (later.end() < earlier.end() || later.endsAt().compareTo(earlier.endsAt()) < 0) {
        throw new IllegalArgumentException(
            later + " stands behind " + earlier + "; sort the words");
      }
    }
    return new AudioSpeech(format, pcm.clone(), List.copyOf(words));
  }

  /**
   * Returns the sound's form.
   *
   * @return the format
   */
  public AudioFormat format() {
    return format;
  }

  /**
   * Returns the sound.
   *
   * @return a copy, whole frames
   */
  public byte[] pcm() {
    return pcm.clone();
  }

  /**
   * Returns when each word is over.
   *
   * @return in the text's order; empty if the voice doesn't tell
   */
  public List<WordTime> words() {
    return words;
  }

  /**
   * Returns how long it sounds.
   *
   * @return zero if there is no sound
   */
  public Duration duration() {
    return format.durationOf(pcm.length);
  }

  /**
   * Returns the form and the length.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "AudioSpeech[" + format + ", " + duration() + ", " + words.size() + " words]";
  }
}
