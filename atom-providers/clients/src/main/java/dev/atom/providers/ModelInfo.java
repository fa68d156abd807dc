package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.model.Capability;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a provider tells of one of its models. Most tell little more than the id. Immutable and
 * thread-safe.
 */
public final class ModelInfo {
  private final String id;
  private final Optional<String> displayName;
  private final Optional<Instant> created;
  private final OptionalLong contextTokens;
  private final OptionalLong outputTokens;
  private final Set<Capability> capabilities;
  private final Json.Obj raw;

  private ModelInfo(Builder builder) {
    id = builder.id;
    displayName = builder.displayName;
    created = builder.created;
    contextTokens = builder.contextTokens;
    outputTokens = builder.outputTokens;
    capabilities = Set.copyOf(builder.capabilities);
    raw = builder.raw;
  }

  /**
   * Returns a builder.
   *
   * @param id the name by which the model is asked
   * @return a new builder
   */
  public static Builder newBuilder(String id) {
    return new Builder(id);
  }

  /**
   * Returns the name by which the model is asked.
   *
   * @return such as {@code "gpt-5.4"}
   */
  public String id() {
    return id;
  }

  /**
   * Returns the name for people.
   *
   * @return empty where not told
   */
  public Optional<String> displayName() {
    return displayName;
  }

  /**
   * Returns since when there is the model.
   *
   * @return empty where not told
   */
  public Optional<Instant> created() {
    return created;
  }

  /**
   * Returns how many tokens the model sees at once.
   *
   * @return the provider's number, which may or may not hold the output as well; empty where not told
   */
  public OptionalLong contextTokens() {
    return contextTokens;
  }

  /**
   * Returns how many tokens a reply can have.
   *
   * @return empty where not told
   */
  public OptionalLong outputTokens() {
    return outputTokens;
  }

  /**
   * Returns what the provider says that the model can do.
   *
   * @return empty where nothing is told, which does not mean that it can do nothing
   */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /**
   * Returns everything the provider tells.
   *
   * @return the provider's JSON
   */
  public Json.Obj raw() {
    return raw;
  }

  @Override
  public String toString() {
    return "ModelInfo[" + id + "]";
  }

  /** Builds a {@link ModelInfo}. By default nothing but the id is known. Not thread-safe. */
  public static final class Builder {
    private final String id;
    private Optional<String> displayName = Optional.empty();
    private Optional<Instant> created = Optional.empty();
    private OptionalLong contextTokens = OptionalLong.empty();
    private OptionalLong outputTokens = OptionalLong.empty();
    private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    private Json.Obj raw = Json.Obj.EMPTY;

    private Builder(String id) {
      if (id.isBlank()) {
        throw new IllegalArgumentException("a model has an id by which it is asked");
      }
      this.id = id;
    }

    /**
     * Sets the name for people.
     *
     * @param name empty where not told
     * @return this builder
     */
    public Builder displayName(Optional<String> name) {
      displayName = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets since when there is the model.
     *
     * @param instant empty where not told
     * @return this builder
     */
    public Builder created(Optional<Instant> instant) {
      created = Objects.requireNonNull(instant, "instant");
      return this;
    }

    /**
     * Sets how many tokens the model sees at once.
     *
     * @param tokens 0 or less where not told
     * @return this builder
     */
    public Builder contextTokens(long tokens) {
      contextTokens = tokens > 0 ? OptionalLong.of(tokens) : OptionalLong.empty();
      return this;
    }

    /**
     * Sets how many tokens a reply can have.
     *
     * @param tokens 0 or less where not told
     * @return this builder
     */
    public Builder outputTokens(long tokens) {
      outputTokens = tokens > 0 ? OptionalLong.of(tokens) : OptionalLong.empty();
      return this;
    }

    /**
     * Adds what the provider says that the model can do.
     *
     * @param capability one of it
     * @return this builder
     */
    public Builder capability(Capability capability) {
      capabilities.add(capability);
      return this;
    }

    /**
     * Sets everything the provider tells.
     *
     * @param json the provider's JSON
     * @return this builder
     */
    public Builder raw(Json.Obj json) {
      raw = Objects.requireNonNull(json, "json");
      return this;
    }

    /**
     * Returns what is known of the model.
     *
     * @return the value
     */
    public ModelInfo build() {
      return new ModelInfo(this);
    }
  }
}
