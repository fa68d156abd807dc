package dev.atom.model;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A model's whole reply. Immutable and thread-safe. */
public final class ChatReply {
  private final ModelRef model;
  private final Optional<String> id;
  private final List<Choice> choices;
  private final Usage usage;
  private final List<Warning> warnings;
  private final Optional<String> requestId;
  private final List<RateLimit> rateLimits;
  private final Json raw;
  private final List<Object> attachments;

  private ChatReply(Builder builder) {
    model = builder.model;
    id = builder.id;
    choices = List.copyOf(builder.choices);
    usage = builder.usage;
    warnings = List.copyOf(builder.warnings);
    requestId = builder.requestId;
    rateLimits = builder.rateLimits;
    raw = builder.raw;
    attachments = List.copyOf(builder.attachments);
  }

  /**
   * Returns a builder of a reply.
   *
   * @param model the model that answered, as the provider names it
   * @return a new builder
   */
  public static Builder newBuilder(ModelRef model) {
    return new Builder(model);
  }

  /**
   * Returns a builder that starts as this reply.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder(model).choices(choices).usage(usage).warnings(warnings).raw(raw);
    id.ifPresent(builder::id);
    attachments.forEach(builder::attach);
    return builder.requestId(requestId).rateLimits(rateLimits);
  }

  /**
   * One of the answers to a request; nearly always the only one.
   *
   * @param parts what was answered, in the provider's order; may be empty
   * @param finish why the model stopped
   */
  public record Choice(List<Part> parts, FinishReason finish) {
    /** Copies the parts. */
    public Choice {
      parts = List.copyOf(parts);
      Objects.requireNonNull(finish, "finish");
    }

    /**
     * Returns sizes only: the content may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Choice[" + parts.size() + " parts, " + finish + "]";
    }
  }

  /**
   * Returns the model that answered.
   *
   * @return provider, and the name that the provider reports, often with a date
   */
  public ModelRef model() {
    return model;
  }

  /**
   * Returns the provider's id of the reply.
   *
   * @return empty where it gives none
   */
  public Optional<String> id() {
    return id;
  }

  /**
   * Returns all answers, if the request asked for several.
   *
   * @return at least one
   */
  public List<Choice> choices() {
    return choices;
  }

  /**
   * Returns the parts of the first answer.
   *
   * @return may be empty
   */
  public List<Part> parts() {
    return choices.get(0).parts();
  }

  /**
   * Returns why the model stopped.
   *
   * @return the first answer's reason
   */
  public FinishReason finish() {
    return choices.get(0).finish();
  }

  /**
   * Returns the text of the first answer.
   *
   * @return empty if it has no text, as with tool calls
   */
  public String text() {
    return Part.textOf(parts());
  }

  /**
   * Returns the tools the model wants called.
   *
   * @return in the model's order, often empty
   */
  public List<Part.ToolCall> toolCalls() {
    return parts().stream()
        .filter(Part.ToolCall.class::isInstance)
        .map(Part.ToolCall.class::cast)
        .toList();
  }

  /**
   * Returns why the model declined, if it did.
   *
   * @return its words
   */
  public Optional<String> refusal() {
    return parts().stream()
        .filter(Part.Refusal.class::isInstance)
        .map(part -> ((Part.Refusal) part).text())
        .findFirst();
  }

  /**
   * Returns the tokens of this call.
   *
   * @return the usage
   */
  public Usage usage() {
    return usage;
  }

  /**
   * Returns what was not honoured.
   *
   * @return often empty
   */
  public List<Warning> warnings() {
    return warnings;
  }

  /**
   * Returns the provider's id of the request, for its support.
   *
   * @return empty where it gives none
   */
  public Optional<String> requestId() {
    return requestId;
  }

  /**
   * Returns how far the key is from its limits, as the provider told with the reply.
   *
   * @return often empty
   */
  public List<RateLimit> rateLimits() {
    return rateLimits;
  }

  /**
   * Returns the reply as the provider sent it; for a stream, its last whole form.
   *
   * @return the provider's JSON
   */
  public Json raw() {
    return raw;
  }

  /**
   * Returns what a layer between the caller and the model has added of its own, such as a router its
   * trace.
   *
   * @param type the type of what is looked for
   * @param <T> the type
   * @return empty if nobody added one; of several the last
   */
  public <T> Optional<T> attachment(Class<T> type) {
    Optional<T> found = Optional.empty();
    for (Object attachment : attachments) {
      if (type.isInstance(attachment)) {
        found = Optional.of(type.cast(attachment));
      }
    }
    return found;
  }

  /**
   * Returns this reply as the message to send back in the next request.
   *
   * @return a message of the assistant with all parts
   */
  public ChatMessage toMessage() {
    return ChatMessage.assistant(parts().isEmpty() ? List.of(Part.text("")) : parts());
  }

  /**
   * Returns the answers, the model, the usage and the warnings as JSON; not the provider's own form of
   * the reply, its limits, or what layers have attached.
   *
   * @return the stored form
   */
  public Json.Obj toJson() {
    return ChatJson.write(this);
  }

  /**
   * Reads a reply from its stored form.
   *
   * @param json what {@link #toJson} returned
   * @return the reply
   * @throws dev.atom.json.JsonException if it is not such a form; names the member
   */
  public static ChatReply fromJson(Json.Obj json) {
    return ChatJson.reply(json);
  }

  /**
   * Reads the text as a record.
   *
   * @param type the record whose schema the request asked for, see {@link ResponseFormat#of}
   * @param <T> the record's type
   * @return the record
   * @throws MalformedReply if the reply was cut, declined, or does not fit the record
   */
  public <T extends Record> T as(Class<T> type) {
    return StructuredOutput.read(this, type);
  }

  /**
   * Returns sizes only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ChatReply["
        + model
        + ", "
        + parts().size()
        + " parts, "
        + finish()
        + ", "
        + usage
        + "]";
  }

  /** Builds a {@link ChatReply}. Defaults: usage unknown, no warnings, raw null. Not thread-safe. */
  public static final class Builder {
    private final ModelRef model;
    private Optional<String> id = Optional.empty();
    private List<Choice> choices = List.of();
    private Usage usage = Usage.UNKNOWN;
    private List<Warning> warnings = List.of();
    private Optional<String> requestId = Optional.empty();
    private List<RateLimit> rateLimits = List.of();
    private Json raw = Json.NULL;
    private final List<Object> attachments = new ArrayList<>();

    private Builder(ModelRef model) {
      this.model = Objects.requireNonNull(model, "model");
    }

    /**
     * Adds what a layer between the caller and the model knows of the reply.
     *
     * @param attachment an immutable value of a type of its own
     * @return this builder
     */
    public Builder attach(Object attachment) {
      attachments.add(Objects.requireNonNull(attachment, "attachment"));
      return this;
    }

    /**
     * Sets the provider's id of the reply.
     *
     * @param id the id
     * @return this builder
     */
    public Builder id(String id) {
      this.id = Optional.of(id);
      return this;
    }

    /**
     * Sets the only answer.
     *
     * @param parts what was answered
     * @param finish why the model stopped
     * @return this builder
     */
    public Builder choice(List<Part> parts, FinishReason finish) {
      return choices(List.of(new Choice(parts, finish)));
    }

    /**
     * Sets all answers.
     *
     * @param choices at least one
     * @return this builder
     */
    public Builder choices(List<Choice> choices) {
      this.choices = List.copyOf(choices);
      return this;
    }

    /**
     * Sets the tokens.
     *
     * @param usage the usage
     * @return this builder
     */
    public Builder usage(Usage usage) {
      this.usage = Objects.requireNonNull(usage, "usage");
      return this;
    }

    /**
     * Sets what was not honoured.
     *
     * @param warnings the warnings
     * @return this builder
     */
    public Builder warnings(List<Warning> warnings) {
      this.warnings = List.copyOf(warnings);
      return this;
    }

    /**
     * Sets the provider's id of the request.
     *
     * @param id the id; empty if it gave none
     * @return this builder
     */
    public Builder requestId(Optional<String> id) {
      requestId = id;
      return this;
    }

    /**
     * Sets how far the key is from its limits.
     *
     * @param limits what the provider told
     * @return this builder
     */
    public Builder rateLimits(List<RateLimit> limits) {
      rateLimits = List.copyOf(limits);
      return this;
    }

    /**
     * Sets the reply as the provider sent it.
     *
     * @param raw the provider's JSON
     * @return this builder
     */
    public Builder raw(Json raw) {
      this.raw = Objects.requireNonNull(raw, "raw");
      return this;
    }

    /**
     * Returns the reply.
     *
     * @return the value
     * @throws IllegalStateException if there is no answer
     */
    public ChatReply build() {
      if (choices.isEmpty()) {
        throw new IllegalStateException("a chat reply has no choice; add at least one");
      }
      return new ChatReply(this);
    }
  }
}
