package dev.atom.speech;

import dev.atom.json.Json;
import dev.atom.model.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A recording that is to be written down. Immutable and thread-safe. */
public final class TranscriptionRequest {
  private final Media audio;
  private final Optional<String> language;
  private final Optional<String> prompt;
  private final boolean translated;
  private final boolean wordTimes;
  private final boolean speakers;
  private final List<String> terms;
  private final Json.Obj extra;

  private TranscriptionRequest(Builder builder) {
    audio = builder.audio;
    language = builder.language;
    prompt = builder.prompt;
    translated = builder.translated;
    wordTimes = builder.wordTimes;
    speakers = builder.speakers;
    terms = List.copyOf(builder.terms);
    extra = builder.extra;
  }

  /**
   * Returns a request for the text of a recording, everything else left to the provider.
   *
   * @param audio the recording, or where the provider fetches it
   * @return the request
   */
  public static TranscriptionRequest of(Media audio) {
    return newBuilder(audio).build();
  }

  /**
   * Returns a builder.
   *
   * @param audio the recording, or where the provider fetches it
   * @return a new builder
   */
  public static Builder newBuilder(Media audio) {
    return new Builder(audio);
  }

  /**
   * Returns the recording.
   *
   * @return bytes or an address
   */
  public Media audio() {
    return audio;
  }

  /**
   * Returns the language that is spoken.
   *
   * @return such as {@code "en"}; empty leaves it to the provider, which finds out or takes its
   *     default
   */
  public Optional<String> language() {
    return language;
  }

  /**
   * Returns what leads the model: text that came before, or names that occur.
   *
   * @return empty for none
   */
  public Optional<String> prompt() {
    return prompt;
  }

  /**
   * Returns whether English is wanted whatever is spoken.
   *
   * @return false for the spoken language
   */
  public boolean translated() {
    return translated;
  }

  /**
   * Returns whether the time of each word is wanted.
   *
   * @return false leaves it to the provider
   */
  public boolean wordTimes() {
    return wordTimes;
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

  /**
   * Returns the recording's kind and size.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "TranscriptionRequest[" + audio + "]";
  }

  /**
   * Builds a {@link TranscriptionRequest}. By default nothing but the text is asked. Not
   * thread-safe.
   */
  public static final class Builder {
    private final Media audio;
    private Optional<String> language = Optional.empty();
    private Optional<String> prompt = Optional.empty();
    private boolean translated;
    private boolean wordTimes;
    private boolean speakers;
    private final List<String> terms = new ArrayList<>();
    private Json.Obj extra = Json.Obj.EMPTY;

    private Builder(Media audio) {
      this.audio = Objects.requireNonNull(audio, "audio");
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
     * Leads the model by text that came before, or names that occur.
     *
     * @param text any text
     * @return this builder
     */
    public Builder prompt(String text) {
      prompt = Optional.of(text);
      return this;
    }

    /**
     * Asks for English whatever is spoken.
     *
     * @param wanted whether to translate
     * @return this builder
     */
    public Builder translated(boolean wanted) {
      translated = wanted;
      return this;
    }

    /**
     * Asks for the time of each word.
     *
     * @param wanted whether to ask
     * @return this builder
     */
    public Builder wordTimes(boolean wanted) {
      wordTimes = wanted;
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
    public TranscriptionRequest build() {
      return new TranscriptionRequest(this);
    }
  }
}
