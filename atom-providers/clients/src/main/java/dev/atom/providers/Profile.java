package dev.atom.providers;

import dev.atom.model.Capability;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A provider as data: where it is, what it speaks, how it is shown a key and what it can do. {@link
 * Profiles} has those of many; one of your own is a few lines:
 *
 * {@snippet file="dev/atom/providers/ProviderSnippetsTest.java" region="own-profile"}
 *
 * <p>Immutable and thread-safe; holds no key.
 */
public final class Profile {
  private final String id;
  private final Protocol protocol;
  private final String base;
  private final Auth auth;
  private final boolean keyRequired;
  private final boolean plainHttpAllowed;
  private final Map<String, String> headers;
  private final Map<String, String> query;
  private final Set<Capability> capabilities;
  private final Set<Trait> traits;
  private final String keyCheckPath;
  private final int textsPerEmbedding;

  private Profile(Builder builder) {
    id = builder.id;
    protocol = builder.protocol;
    base = builder.base;
    auth = builder.auth;
    keyRequired = builder.keyRequired;
    plainHttpAllowed = builder.plainHttpAllowed;
    headers = Map.copyOf(builder.headers);
    query = Map.copyOf(builder.query);
    capabilities = Set.copyOf(builder.capabilities);
    traits = Set.copyOf(builder.traits);
    keyCheckPath = builder.keyCheckPath;
    textsPerEmbedding = builder.textsPerEmbedding;
  }

  /**
   * Returns a builder.
   *
   * @param id the id under which keys are looked up and by which replies and failures name the
   *     provider, lower case, such as {@code "mistral"}
   * @param protocol what the server speaks
   * @param base the address below which the protocol's paths lie, see {@link Builder#base}
   * @return a new builder
   */
  public static Builder newBuilder(String id, Protocol protocol, String base) {
    return new Builder(id, protocol, base);
  }

  /**
   * Returns a builder that starts as this profile.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder(id, protocol, base);
    builder.auth = auth;
    builder.keyRequired = keyRequired;
    builder.plainHttpAllowed = plainHttpAllowed;
    builder.headers.putAll(headers);
    builder.query.putAll(query);
    builder.capabilities.addAll(capabilities);
    builder.traits.addAll(traits);
    builder.keyCheckPath = keyCheckPath;
    builder.textsPerEmbedding = textsPerEmbedding;
    return builder;
  }

  /**
   * Returns the provider's id.
   *
   * @return lower case
   */
  public String id() {
    return id;
  }

  /**
   * Returns what the server speaks.
   *
   * @return the protocol
   */
  public Protocol protocol() {
    return protocol;
  }

  /**
   * Returns the address below which the protocol's paths lie.
   *
   * @return http or https; {@code {model}} stands for the model's name
   */
  public String base() {
    return base;
  }

  /**
   * Returns how a key is shown.
   *
   * @return header and prefix
   */
  public Auth auth() {
    return auth;
  }

  /**
   * Returns whether a call without a key is refused before it is sent.
   *
   * @return true by default
   */
  public boolean keyRequired() {
    return keyRequired;
  }

  /**
   * Returns whether a key may go over plain http to another machine.
   *
   * @return false by default
   */
  public boolean plainHttpAllowed() {
    return plainHttpAllowed;
  }

  /**
   * Returns headers that go along with every call.
   *
   * @return names and values
   */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * Returns parameters that go along with every address.
   *
   * @return names and values
   */
  public Map<String, String> query() {
    return query;
  }

  /**
   * Returns what the provider can do.
   *
   * @return the capabilities
   */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /**
   * Returns the server's habits.
   *
   * @return the traits
   */
  public Set<Trait> traits() {
    return traits;
  }

  /**
   * Tells whether the server has a habit.
   *
   * @param trait the habit
   * @return whether it is among {@link #traits()}
   */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /**
   * Returns the path of a call that costs nothing and that only a good key may make.
   *
   * @return a path below the base, or from before {@code deployments/{model}} in it if it begins
   *     with a slash
   */
  public String keyCheckPath() {
    return keyCheckPath;
  }

  /**
   * Returns how many texts one call may embed.
   *
   * @return 1 or more
   */
  public int textsPerEmbedding() {
    return textsPerEmbedding;
  }

  @Override
  public String toString() {
    return "Profile[" + id + ", " + protocol + "]";
  }

  /**
   * Builds a {@link Profile}. Defaults: {@link Auth#BEARER}, a key is required and goes over https
   * or to this machine only, no headers, query, capabilities and traits, keys checked by {@code
   * models}, up to 2048 texts per embedding. Not thread-safe.
   */
  public static final class Builder {
    private String id;
    private final Protocol protocol;
    private String base = "";
    private Auth auth = Auth.BEARER;
    private boolean keyRequired = true;
    private boolean plainHttpAllowed;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private String keyCheckPath = "models";
    private int textsPerEmbedding = 2048;

    private Builder(String id, Protocol protocol, String base) {
      this.id = checkedId(id);
      this.protocol = Objects.requireNonNull(protocol, "protocol");
      base(base);
    }

    /**
     * Sets the provider's id.
     *
     * @param id lower case, such as {@code "local"}
     * @return this builder
     */
    public Builder id(String id) {
      this.id = checkedId(id);
      return this;
    }

    private static String checkedId(String id) {
      if (id.isBlank() || !id.equals(id.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "provider \"" + id + "\": use a lower-case id such as \"local\"");
      }
      return id;
    }

    /**
     * Sets the server's address.
     *
     * @param base the address below which the protocol's paths lie, such as {@code
     *     "https://api.mistral.ai/v1"}; http or https, without user, query and fragment; {@code
     *     {model}} in it stands for the model's name
     * @return this builder
     */
    public Builder base(String base) {
      Optional<URI> parsed = parse(base.replace("{model}", "model"));
      boolean sound =
          parsed
              .filter(uri -> "http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              .filter(uri -> uri.getRawUserInfo() == null && uri.getRawQuery() == null)
              .filter(uri -> uri.getHost() != null && uri.getRawFragment() == null)
              .isPresent();
      if (!sound) {
        throw new IllegalArgumentException(
            "the base address at host \""
                + parsed.map(URI::getHost).orElse(null)
                + "\" must be http or https, without user, query and fragment");
      }
      this.base = base;
      return this;
    }

    private static Optional<URI> parse(String text) {
      try {
        return Optional.of(new URI(text));
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }

    /**
     * Sets how a key is shown.
     *
     * @param auth header and prefix
     * @return this builder
     */
    public Builder auth(Auth auth) {
      this.auth = Objects.requireNonNull(auth, "auth");
      return this;
    }

    /**
     * Says whether a call without a key is refused before it is sent.
     *
     * @param required false for servers that may do without
     * @return this builder
     */
    public Builder keyRequired(boolean required) {
      keyRequired = required;
      return this;
    }

    /**
     * Lets keys go over plain http to other machines than this one, where everyone on the way can
     * read them: for a network that is trusted, or whose connections are encrypted below.
     *
     * @return this builder
     */
    public Builder allowPlainHttp() {
      plainHttpAllowed = true;
      return this;
    }

    /**
     * Adds a header to every call; never a key. Where it is a list of a protocol's, such as {@code
     * anthropic-beta}, what a single call needs is added to it.
     *
     * @param name the header's name in any case, such as {@code "OpenAI-Project"}
     * @param value its value
     * @return this builder
     */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /**
     * Adds a parameter to every address; never a key.
     *
     * @param name the parameter's name, such as {@code "api-version"}
     * @param value its value
     * @return this builder
     */
    public Builder query(String name, String value) {
      query.put(name, value);
      return this;
    }

    /**
     * Sets what the provider can do, in place of what was set before.
     *
     * @param capabilities all of it
     * @return this builder
     */
    public Builder capabilities(Set<Capability> capabilities) {
      this.capabilities.clear();
      this.capabilities.addAll(capabilities);
      return this;
    }

    /**
     * Adds to what the provider can do.
     *
     * @param more what is to be added
     * @return this builder
     */
    public Builder offers(Set<Capability> more) {
      capabilities.addAll(more);
      return this;
    }

    /**
     * Sets the server's habits, in place of what was set before.
     *
     * @param traits all of them
     * @return this builder
     */
    public Builder traits(Set<Trait> traits) {
      this.traits.clear();
      this.traits.addAll(traits);
      return this;
    }

    /**
     * Sets the call by which keys are checked.
     *
     * @param path of a call that fetches, costs nothing and needs a key, such as {@code "models"};
     *     below the base, or from before {@code deployments/{model}} in it if it begins with a slash
     * @return this builder
     */
    public Builder keyCheckPath(String path) {
      keyCheckPath = Objects.requireNonNull(path, "path");
      return this;
    }

    /**
     * Sets how many texts one call may embed; more are sent in several calls.
     *
     * @param texts 1 or more
     * @return this builder
     */
    public Builder textsPerEmbedding(int texts) {
      if (texts < 1) {
        throw new IllegalArgumentException("textsPerEmbedding is " + texts + "; use 1 or more");
      }
      textsPerEmbedding = texts;
      return this;
    }

    /**
     * Adds a habit of the server's.
     *
     * @param trait the habit
     * @return this builder
     */
    public Builder trait(Trait trait) {
      traits.add(trait);
      return this;
    }

    /**
     * Returns the profile.
     *
     * @return the value
     */
    public Profile build() {
      return new Profile(this);
    }
  }
}
