package dev.atom.speech;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sound to come that is to be written down while it is spoken. Immutable and thread-safe. */
public final class LiveTranscriptionRequest {
  private final AudioEncoding encoding;
  private final int sampleRate;
  private final int channels;
  private final Optional<String> language;
  private final boolean interim;
  private final Optional<Duration> endOfSpeech;
  private final boolean speakers;
  private final List<String> terms;
  private final Json.Obj extra;

  private LiveTranscriptionRequest(Builder builder) {
    encoding = builder.encoding;
    sampleRate = builder.sampleRate;
    channels = builder.channels;
    language = builder.language;
    interim = builder.interim;
    endOfSpeech = builder.endOfSpeech;
    speakers = builder.speakers;
    terms = List.copyOf(builder.terms);
    extra = builder.extra;
  }

  /**
   * Returns a request for uncompressed sound, everything else left to the provider.
   *
   * @param format the sound's form
   * @return the request
   */
  public static LiveTranscriptionRequest of(AudioFormat format) {
    return newBuilder(format).build();
  }

  /**
   * Returns a builder for uncompressed sound.
   *
   * @param format the sound's form
   * @return a new builder
   */
  public static Builder newBuilder(AudioFormat format) {
    return newBuilder(AudioEncoding.PCM, format.sampleRate()).channels(format.channels());
  }

  /**
   * Returns a builder.
   *
   * @param encoding how the sound is written down
   * @param sampleRate samples per second of each channel, 1 or more; what a container such as {@link
   *     AudioEncoding#WAV} says of itself goes before it
   * @return a new builder
   */
  public static Builder newBuilder(AudioEncoding encoding, int sampleRate) {
    return new Builder(encoding, sampleRate);
  }

  /**
   * Returns how the sound is written down.
   *
   * @return the encoding
   */
  public AudioEncoding encoding() {
    return encoding;
  }

  /**
   * Returns the samples of a second.
   *
   * @return of each channel
   */
  public int sampleRate() {
    return sampleRate;
  }

  /**
   * Returns the number of channels.
   *
   * @return 1 or more; each is written down apart
   */
  public int channels() {
    return channels;
  }

  /**
   * Returns the language that is spoken.
   *
   * @return such as {@code "en"}; empty for the provider's default
   */
  public Optional<String> language() {
    return language;
  }

  /**
   * Returns whether words are wanted that may still change.
   *
   * @return false leaves it to the provider
   */
  public boolean interim() {
    return interim;
  }

  /**
   * Returns how long a silence ends what somebody says.
   *
   * @return empty for the provider's default
   */
  public Optional<Duration> endOfSpeech() {
    return endOfSpeech;
  }

  /**
   * Returns whether speakers are to be told apart.
   *
   * @return false leaves it to the provider
   */
  public boolean speakers() {
    return speakers;
  }

  /**
   * Returns words that are likely to occur, such as names.
   *
   * @return often empty
   */
  public List<String> terms() {
    return terms;
  }

  /**
   * Returns members that go into the provider's request as they are.
   *
   * @return often empty
   */
  public Json.Obj extra() {
    return extra;
  }

  @Override
  public String toString() {
    return "LiveTranscriptionRequest["
        + (encoding + ", " + sampleRate + " Hz, channels: " + channels)
        + "]";
  }

  /**
   * Builds a {@link LiveTranscriptionRequest}. By default there is one channel, and nothing but the
   * text is asked. Not thread-safe.
   */
  public static final class Builder {
    private final AudioEncoding encoding;
    private final int sampleRate;
    private int channels = 1;
    private Optional<String> language = Optional.empty();
    private boolean interim;
    private Optional<Duration> endOfSpeech = Optional.empty();
    private boolean speakers;
    private final List<String> terms = new ArrayList<>();
    private Json.Obj extra = Json.Obj.EMPTY;

    private Builder(AudioEncoding encoding, int sampleRate) {
      this.encoding = Objects.requireNonNull(encoding, "encoding");
      if (sampleRate < 1) {
        throw new IllegalArgumentException("sampleRate is " + sampleRate + "; use 1 or more");
      }
      this.sampleRate = sampleRate;
    }

    /**
     * Sets the number of channels.
     *
     * @param count 1 or more
     * @return this builder
     */
    public Builder channels(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("channels is " + count + "; use 1 or more");
      }
      channels = count;
      return this;
    }

    /**
     * Sets the language that is spoken.
     *
     * @param language such as {@code "en"} or {@code "de-CH"}
     * @return this builder
     */
    public Builder language(String language) {
      this.language = Optional.of(language);
      return this;
    }

    /**
     * Asks for words that may still change.
     *
     * @param wanted whether to ask
     * @return this builder
     */
    public Builder interim(boolean wanted) {
      interim = wanted;
      return this;
    }

    /**
     * Sets how long a silence ends what somebody says.
     *
     * @param silence 1 millisecond or more
     * @return this builder
     */
    public Builder endOfSpeech(Duration silence) {
      if (silence.toMillis() < 1) {
        throw new IllegalArgumentException(
            "endOfSpeech is " + silence + "; use 1 millisecond or more");
      }
      endOfSpeech = Optional.of(silence);
      return this;
    }

    /**
     * Asks to tell speakers apart.
     *
     * @param wanted whether to ask
     * @return this builder
     */
    public Builder speakers(boolean wanted) {
      speakers = wanted;
      return this;
    }

    /**
     * Adds a word or name that is likely to occur.
     *
     * @param term not blank
     * @return this builder
     */
    public Builder term(String term) {
      if (term.isBlank()) {
        throw new IllegalArgumentException("the term is blank; leave it out");
      }
      terms.add(term);
      return this;
    }

    /**
     * Sets members that go into the provider's request as they are.
     *
     * @param members the members
     * @return this builder
     */
    public Builder extra(Json.Obj members) {
      extra = Objects.requireNonNull(members, "members");
      return this;
    }

    /**
     * Returns the request.
     *
     * @return the value
     */
    public LiveTranscriptionRequest build() {
      return new LiveTranscriptionRequest(this);
    }
  }
}
