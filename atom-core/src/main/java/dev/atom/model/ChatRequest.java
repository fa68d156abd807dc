package dev.atom.model;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a model is asked. Immutable and thread-safe; holds no key. */
public final class ChatRequest {
  private final List<ChatMessage> messages;
  private final Optional<String> model;
  private final List<Tool> tools;
  private final ToolChoice toolChoice;
  private final Optional<Boolean> parallelTools;
  private final ResponseFormat format;
  private final Optional<Integer> maxOutputTokens;
  private final Optional<Double> temperature;
  private final Optional<Double> topP;
  private final List<String> stop;
  private final Optional<String> reasoningEffort;
  private final Optional<Integer> reasoningTokens;
  private final boolean reasoningShown;
  private final Optional<String> cacheKey;
  private final Json.Obj extra;

  private ChatRequest(Builder builder) {
    messages = List.copyOf(builder.messages);
    model = builder.model;
    tools = List.copyOf(builder.tools);
    toolChoice = builder.toolChoice;
    parallelTools = builder.parallelTools;
    format = builder.format;
    maxOutputTokens = builder.maxOutputTokens;
    temperature = builder.temperature;
    topP = builder.topP;
    stop = List.copyOf(builder.stop);
    reasoningEffort = builder.reasoningEffort;
    reasoningTokens = builder.reasoningTokens;
    reasoningShown = builder.reasoningShown;
    cacheKey = builder.cacheKey;
    extra = builder.extra;
  }

  /**
   * Returns a builder without messages; every option is left to the provider.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns the request with one message of a user.
   *
   * @param message the user's text
   * @return the request
   */
  public static ChatRequest of(String message) {
    return newBuilder().message(ChatMessage.user(message)).build();
  }

  /**
   * Returns a builder that starts as this request.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.messages.addAll(messages);
    builder.model = model;
    builder.tools.addAll(tools);
    builder.toolChoice = toolChoice;
    builder.parallelTools = parallelTools;
    builder.format = format;
    builder.maxOutputTokens = maxOutputTokens;
    builder.temperature = temperature;
    builder.topP = topP;
    builder.stop.addAll(stop);
    builder.reasoningEffort = reasoningEffort;
    builder.reasoningTokens = reasoningTokens;
    builder.reasoningShown = reasoningShown;
    builder.cacheKey = cacheKey;
    builder.extra = extra;
    return builder;
  }

  /**
   * Returns the conversation so far.
   *
   * @return the messages, oldest first, not empty
   */
  public List<ChatMessage> messages() {
    return messages;
  }

  /**
   * Returns the model that is asked instead of the client's own.
   *
   * @return empty for the client's own model
   */
  public Optional<String> model() {
    return model;
  }

  /**
   * Returns the tools on offer.
   *
   * @return the tools, names unique
   */
  public List<Tool> tools() {
    return tools;
  }

  /**
   * Returns whether tools may, must or must not be called.
   *
   * @return the choice, {@link ToolChoice#AUTO} by default
   */
  public ToolChoice toolChoice() {
    return toolChoice;
  }

  /**
   * Returns whether several tools may be called at once.
   *
   * @return empty for the provider's default
   */
  public Optional<Boolean> parallelTools() {
    return parallelTools;
  }

  /**
   * Returns the form of the reply's text.
   *
   * @return the format, {@link ResponseFormat#TEXT} by default
   */
  public ResponseFormat format() {
    return format;
  }

  /**
   * Returns the most tokens the reply may have, reasoning included.
   *
   * @return empty for the provider's limit
   */
  public Optional<Integer> maxOutputTokens() {
    return maxOutputTokens;
  }

  /**
   * Returns the sampling temperature.
   *
   * @return 0 to 2; empty for the provider's default
   */
  public Optional<Double> temperature() {
    return temperature;
  }

  /**
   * Returns the probability mass to sample from.
   *
   * @return above 0, up to 1; empty for the provider's default
   */
  public Optional<Double> topP() {
    return topP;
  }

  /**
   * Returns the texts at which the model stops.
   *
   * @return often empty
   */
  public List<String> stop() {
    return stop;
  }

  /**
   * Returns how much to reason, in the provider's words such as {@code "low"}.
   *
   * @return empty for the provider's default
   */
  public Optional<String> reasoningEffort() {
    return reasoningEffort;
  }

  /**
   * Returns the most tokens to reason with.
   *
   * @return empty for the provider's default
   */
  public Optional<Integer> reasoningTokens() {
    return reasoningTokens;
  }

  /**
   * Returns whether the reasoning, or a summary of it, is to stand in the reply.
   *
   * @return false leaves it to the provider
   */
  public boolean reasoningShown() {
    return reasoningShown;
  }

  /**
   * Returns a name that requests with the same beginning share, so that the provider can send them
   * to where that beginning is cached.
   *
   * @return empty for none
   */
  public Optional<String> cacheKey() {
    return cacheKey;
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
   * Returns everything that is asked as JSON: equal requests have equal JSON, different ones
   * different. What has its default is left out.
   *
   * @return the stored form; holds the messages
   */
  public Json.Obj toJson() {
    return ChatJson.write(this);
  }

  /**
   * Returns sizes only: messages and tools may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ChatRequest[" + messages.size() + " messages, " + tools.size() + " tools]";
  }

  /**
   * Builds a {@link ChatRequest}. Defaults: no messages (at least one is needed), no tools, {@link
   * ToolChoice#AUTO}, {@link ResponseFormat#TEXT}, everything else left to the provider. Not
   * thread-safe.
   */
  public static final class Builder {
    private final List<ChatMessage> messages = new ArrayList<>();
    private Optional<String> model = Optional.empty();
    private final List<Tool> tools = new ArrayList<>();
    private ToolChoice toolChoice = ToolChoice.AUTO;
    private Optional<Boolean> parallelTools = Optional.empty();
    private ResponseFormat format = ResponseFormat.TEXT;
    private Optional<Integer> maxOutputTokens = Optional.empty();
    private Optional<Double> temperature = Optional.empty();
    private Optional<Double> topP = Optional.empty();
    private final List<String> stop = new ArrayList<>();
    private Optional<String> reasoningEffort = Optional.empty();
    private Optional<Integer> reasoningTokens = Optional.empty();
    private boolean reasoningShown;
    private Optional<String> cacheKey = Optional.empty();
    private Json.Obj extra = Json.Obj.EMPTY;

    private Builder() {}

    /**
     * Adds a message behind those given before.
     *
     * @param message the message
     * @return this builder
     */
    public Builder message(ChatMessage message) {
      messages.add(Objects.requireNonNull(message, "message"));
      return this;
    }

    /**
     * Adds messages behind those given before.
     *
     * @param messages the messages, oldest first
     * @return this builder
     */
    public Builder messages(List<ChatMessage> messages) {
      this.messages.addAll(messages);
      return this;
    }

    /**
     * Sets the messages, in place of those given before.
     *
     * @param messages the messages, oldest first
     * @return this builder
     */
    public Builder replaceMessages(List<ChatMessage> messages) {
      List<ChatMessage> copy = List.copyOf(messages);
      this.messages.clear();
      this.messages.addAll(copy);
      return this;
    }

    /**
     * Asks another model of the same provider.
     *
     * @param name the provider's name of the model
     * @return this builder
     */
    public Builder model(String name) {
      model = Optional.of(name);
      return this;
    }

    /**
     * Leaves the model to whoever answers.
     *
     * @return this builder
     */
    public Builder anyModel() {
      model = Optional.empty();
      return this;
    }

    /**
     * Offers a tool.
     *
     * @param tool the tool; its name is not on offer yet
     * @return this builder
     */
    public Builder tool(Tool tool) {
      if (tools.stream().anyMatch(t -> t.name().equals(tool.name()))) {
        throw new IllegalArgumentException(
            "tool \"" + tool.name() + "\" is offered twice; names must differ");
      }
      tools.add(tool);
      return this;
    }

    /**
     * Says whether tools may, must or must not be called.
     *
     * @param choice the choice
     * @return this builder
     */
    public Builder toolChoice(ToolChoice choice) {
      toolChoice = Objects.requireNonNull(choice, "choice");
      return this;
    }

    /**
     * Says whether several tools may be called at once.
     *
     * @param parallel true or false
     * @return this builder
     */
    public Builder parallelTools(boolean parallel) {
      parallelTools = Optional.of(parallel);
      return this;
    }

    /**
     * Sets the form of the reply's text.
     *
     * @param format the format
     * @return this builder
     */
    public Builder format(ResponseFormat format) {
      this.format = Objects.requireNonNull(format, "format");
      return this;
    }

    /**
     * Limits the reply's length.
     *
     * @param tokens the most output tokens, reasoning included; 1 or more
     * @return this builder
     */
    public Builder maxOutputTokens(int tokens) {
      maxOutputTokens = Optional.of((int) inRange("maxOutputTokens", tokens, 1, Integer.MAX_VALUE));
      return this;
    }

    /**
     * Sets the sampling temperature.
     *
     * @param temperature 0 to 2
     * @return this builder
     */
    public Builder temperature(double temperature) {
      this.temperature = Optional.of(inRange("temperature", temperature, 0, 2));
      return this;
    }

    /**
     * Sets the probability mass to sample from.
     *
     * @param topP 0 to 1
     * @return this builder
     */
    public Builder topP(double topP) {
      this.topP = Optional.of(inRange("topP", topP, 0, 1));
      return this;
    }

    /**
     * Adds a text at which the model stops.
     *
     * @param text not empty
     * @return this builder
     */
    public Builder stop(String text) {
      stop.add(Objects.requireNonNull(text, "text"));
      return this;
    }

    /**
     * Says how much to reason.
     *
     * @param effort in the provider's words, such as {@code "low"}
     * @return this builder
     */
    public Builder reasoningEffort(String effort) {
      reasoningEffort = Optional.of(effort);
      return this;
    }

    /**
     * Limits the reasoning, for providers that count it rather than name an effort.
     *
     * @param tokens the most tokens to reason with; 0 turns it off where that is possible
     * @return this builder
     */
    public Builder reasoningTokens(int tokens) {
      reasoningTokens = Optional.of((int) inRange("reasoningTokens", tokens, 0, Integer.MAX_VALUE));
      return this;
    }

    /**
     * Asks for the reasoning, or a summary of it, in the reply.
     *
     * @param shown false, the default, leaves it to the provider
     * @return this builder
     */
    public Builder reasoningShown(boolean shown) {
      reasoningShown = shown;
      return this;
    }

    /**
     * Names what requests with the same beginning share. Providers without such names ignore it.
     *
     * @param key such as an id of the prompt's version; no personal data
     * @return this builder
     */
    public Builder cacheKey(String key) {
      cacheKey = Optional.of(key);
      return this;
    }

    /**
     * Sets members that go into the provider's request as they are, over what Atom writes.
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
     * @throws IllegalStateException if there is no message
     */
    public ChatRequest build() {
      if (messages.isEmpty()) {
        throw new IllegalStateException("a chat request has no messages; add at least one");
      }
      return new ChatRequest(this);
    }

    private static double inRange(String name, double value, double low, double high) {
      if (!(value >= low && value <= high)) {
        throw new IllegalArgumentException(
            name + " is " + value + "; it must lie between " + low + " and " + high);
      }
      return value;
    }
  }
}
