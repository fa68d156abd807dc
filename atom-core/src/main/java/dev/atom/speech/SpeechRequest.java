package dev.atom.speech;

import dev.atom.json.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * A text that is to be spoken.
 *
 * @param text what to say, not blank
 * @param voice the provider's name of the voice; empty for the client's own
 * @param encoding how the sound is to be written down
 * @param sampleRate samples in a second; empty for the provider's default
 * @param speed 1 is as fast as usual, 2 twice as fast; empty for the provider's default
 * @param instructions how to say it, for models that take such words
 * @param extra members that go into the provider's request as they are
 */
public record SpeechRequest(
    String text,
    Optional<String> voice,
    AudioEncoding encoding,
    Optional<Integer> sampleRate,
    Optional<Double> speed,
    Optional<String> instructions,
    Json.Obj extra) {
  /** Refuses a blank text and numbers that are not above 0. */
  public SpeechRequest {
    if (text.isBlank()) {
      throw new IllegalArgumentException("text is blank; there is nothing to say");
    }
    Objects.requireNonNull(voice, "voice");
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(instructions, "instructions");
    Objects.requireNonNull(extra, "extra");
    if (sampleRate.isPresent() && sampleRate.get() < 1) {
      throw new IllegalArgumentException("sampleRate is " + sampleRate.get() + "; use 1 or more");
    }
    if (speed.isPresent() && !(speed.get() > 0)) {
      throw new IllegalArgumentException("speed is " + speed.get() + "; it must be above 0");
    }
  }

  /**
   * Returns a request for MP3 in the client's own voice.
   *
   * @param text what to say, not blank
   * @return the request
   */
  public static SpeechRequest of(String text) {
    return new SpeechRequest(
        text,
        Optional.empty(),
        AudioEncoding.MP3,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Json.Obj.EMPTY);
  }

  /**
   * Returns this request in a voice.
   *
   * @param voice the provider's name of it
   * @return a new request
   */
  public SpeechRequest voice(String voice) {
    return new SpeechRequest(
        text, Optional.of(voice), encoding, sampleRate, speed, instructions, extra);
  }

  /**
   * Returns this request with another encoding.
   *
   * @param encoding how the sound is to be written down
   * @return a new request
   */
  public SpeechRequest encoding(AudioEncoding encoding) {
    return new SpeechRequest(text, voice, encoding, sampleRate, speed, instructions, extra);
  }

  /**
   * Returns this request with a sample rate.
   *
   * @param perSecond samples in a second, 1 or more
   * @return a new request
   */
  public SpeechRequest sampleRate(int perSecond) {
    return new SpeechRequest(
        text, voice, encoding, Optional.of(perSecond), speed, instructions, extra);
  }

  /**
   * Returns this request with a speed.
   *
   * @param speed 1 is as fast as usual
   * @return a new request
   */
  public SpeechRequest speed(double speed) {
    return new SpeechRequest(
        text, voice, encoding, sampleRate, Optional.of(speed), instructions, extra);
  }

  /**
   * Returns this request with words on how to say it.
   *
   * @param words such as {@code "calm and slow"}
   * @return a new request
   */
  public SpeechRequest instructions(String words) {
    return new SpeechRequest(text, voice, encoding, sampleRate, speed, Optional.of(words), extra);
  }

  /**
   * Returns this request with members that go into the provider's request as they are.
   *
   * @param members the members
   * @return a new request
   */
  public SpeechRequest extra(Json.Obj members) {
    return new SpeechRequest(text, voice, encoding, sampleRate, speed, instructions, members);
  }

  /**
   * Returns the length only: the text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "SpeechRequest[" + text.length() + " characters, " + encoding + "]";
  }
}
