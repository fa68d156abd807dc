package dev.atom.providers;

import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.secret.KeySource;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Models of OpenAI, and of every server that speaks one of its two protocols.
 *
 * {@snippet file="dev/atom/providers/OpenAiSnippetsTest.java" region="first-call"}
 *
 * <p>The models built here are thread-safe and hold no key. What a request asks for and the model
 * refuses, such as a temperature while it reasons, is left out and named in {@link
 * dev.atom.model.ChatReply#warnings()}.
 *
 * <p>With {@link Dialect#RESPONSES} nothing is stored at the provider. A reasoning model's thoughts
 * come back encrypted, as parts of the reply; send {@link dev.atom.model.ChatReply#toMessage()} in
 * the next request and they go along unchanged, as do the steps of the provider's own tools.
 */
public final class OpenAi {
  private static final URI BASE = URI.create("https://api.openai.com/v1");
  private static final String ID = "openai";

  private OpenAi() {}

  /** OpenAI's protocols. */
  public enum Dialect {
    /** {@code /responses}: OpenAI's newer one, needed for tools with its newest models. */
    RESPONSES,
    /** {@code /chat/completions}: what most compatible servers speak; takes audio. */
    CHAT_COMPLETIONS
  }

  /**
   * Returns a builder of a model.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Builds a {@link ChatModel}. Needed are a model and, unless the base address is set, a source of
   * keys. Defaults: provider {@code "openai"} at {@code https://api.openai.com/v1}, {@link
   * Dialect#RESPONSES}, {@link Timeouts#DEFAULT}, {@link Transport#shared()}, all capabilities of
   * the dialect. Not thread-safe.
   */
  public static final class Builder {
    private Optional<String> model = Optional.empty();
    private Optional<KeySource> keys = Optional.empty();
    private Optional<URI> base = Optional.empty();
    private String provider = ID;
    private Dialect dialect = Dialect.RESPONSES;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private Optional<Transport> transport = Optional.empty();
    private Optional<Set<Capability>> capabilities = Optional.empty();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean summaries;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /**
     * Sets the model that answers unless a request names another.
     *
     * @param name the provider's name of the model
     * @return this builder
     */
    public Builder model(String name) {
      model = Optional.of(name);
      return this;
    }

    /**
     * Sets where keys come from. It is asked once per call.
     *
     * @param keys the source
     * @return this builder
     */
    public Builder keys(KeySource keys) {
      this.keys = Optional.of(keys);
      return this;
    }

    /**
     * Sets another server, compatible with OpenAI's. A key is then sent if the source has one.
     *
     * @param base the address below which {@code responses} and {@code chat/completions} lie, mostly
     *     ending in {@code /v1}; http or https, without user, query and fragment
     * @return this builder
     */
    public Builder baseUrl(URI base) {
      boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
      boolean plain = base.getRawUserInfo() == null && base.getRawQuery() == null;
      if (!web || !plain || base.getHost() == null || base.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "the base address at host \""
                + base.getHost()
                + "\" must be http or https, without user, query and fragment");
      }
      this.base = Optional.of(base);
      return this;
    }

    /**
     * Sets the id under which keys are looked up and by which replies and failures name the
     * provider. Any other id than {@code "openai"} means a compatible server, to which OpenAI's own
     * habits, such as the developer's role, don't apply.
     *
     * @param id lower case, such as {@code "local"}
     * @return this builder
     */
    public Builder provider(String id) {
      if (id.isBlank() || !id.equals(id.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "provider \"" + id + "\": use a lower-case id such as \"local\"");
      }
      provider = id;
      return this;
    }

    /**
     * Sets the protocol.
     *
     * @param dialect the protocol
     * @return this builder
     */
    public Builder dialect(Dialect dialect) {
      this.dialect = Objects.requireNonNull(dialect, "dialect");
      return this;
    }

    /**
     * Sets the time limits of each call; the context's deadline bounds them.
     *
     * @param timeouts the limits
     * @return this builder
     */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
      return this;
    }

    /**
     * Bills calls to an organization.
     *
     * @param id OpenAI's id of the organization
     * @return this builder
     */
    public Builder organization(String id) {
      headers.put("OpenAI-Organization", id);
      return this;
    }

    /**
     * Bills calls to a project.
     *
     * @param id OpenAI's id of the project
     * @return this builder
     */
    public Builder project(String id) {
      headers.put("OpenAI-Project", id);
      return this;
    }

    /**
     * Asks for summaries of the reasoning, which OpenAI gives to verified organizations only.
     * Responses only; false by default.
     *
     * @param wanted whether to ask
     * @return this builder
     */
    public Builder reasoningSummaries(boolean wanted) {
      summaries = wanted;
      return this;
    }

    /**
     * Narrows what the model offers. A request that needs more fails before anything is sent.
     *
     * @param capabilities what the model can do
     * @return this builder
     */
    public Builder capabilities(Set<Capability> capabilities) {
      this.capabilities = Optional.of(Set.copyOf(capabilities));
      return this;
    }

    /**
     * Sets the transport.
     *
     * @param transport stays the caller's to close
     * @return this builder
     */
    public Builder transport(Transport transport) {
      this.transport = Optional.of(transport);
      return this;
    }

    /**
     * Sets the clock with which dates in {@code retry-after} are compared.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Returns the model.
     *
     * @return a model without a key in it
     * @throws IllegalStateException if no model is named, or no key source although OpenAI is asked
     */
    public ChatModel build() {
      String name =
          model.orElseThrow(() -> new IllegalStateException("no model is named; set model(...)"));
      if (base.isEmpty() && keys.isEmpty()) {
        throw new IllegalStateException(
            "no source of keys for OpenAI; set keys(...), such as KeySource.environment()");
      }
      if (base.isEmpty() && !provider.equals(ID)) {
        throw new IllegalStateException(
            "no address for provider \"" + provider + "\"; set baseUrl(...)");
      }
      OpenAiProfile profile = new OpenAiProfile(provider, provider.equals(ID), summaries);
      Endpoint endpoint =
          new Endpoint(
              base.orElse(BASE),
              transport.orElseGet(Transport::shared),
              timeouts,
              keys.orElseGet(KeySource::none),
              base.isEmpty(),
              Map.copyOf(headers),
              clock);
      return new DialectModel(dialect(profile), endpoint, new ModelRef(provider, name), offered());
    }

    private dev.atom.providers.Dialect dialect(OpenAiProfile profile) {
      return switch (dialect) {
        case RESPONSES -> new ResponsesDialect(profile);
        case CHAT_COMPLETIONS -> new ChatDialect(profile);
      };
    }

    private Set<Capability> offered() {
      Set<Capability> all = EnumSet.allOf(Capability.class);
      if (dialect == Dialect.RESPONSES) {
        all.remove(Capability.AUDIO_INPUT);
      }
      return capabilities.orElse(all);
    }
  }
}
