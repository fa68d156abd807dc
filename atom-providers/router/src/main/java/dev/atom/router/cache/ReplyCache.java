package dev.atom.router.cache;

import dev.atom.cache.CacheStore;
import dev.atom.router.policy.RequestFacts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a route keeps replies, and gives them again for equal requests.
 *
 * <p>A reply is found by everything that is asked, the route's name, the route's models with what
 * they are sent, the tenant, and what this adds. Only hints to a provider's own cache don't count.
 * Requests with what only one key sees (uploaded files, items of a provider, members of {@code extra}
 * other than numbers and truth values) are kept apart by key, too. A change of policy alone doesn't
 * void what is kept.
 *
 * <p>Kept are whole, good replies: done or with tool calls, not declined, filtered, cut, empty, taken
 * over in the middle or of another form than was asked. A reply that carries a provider's own state
 * (such as signed reasoning) is kept only where keys are kept apart.
 *
 * <p>Equal requests at once are made once: the others wait, within their own deadlines, and if the
 * maker fails the next of them makes it. This holds for all hosts on one store.
 *
 * <p>Immutable and thread-safe. The store stays the host's to close, and holds what was said in plain.
 */
public final class ReplyCache {
  private final CacheStore store;
  private final Duration timeToLive;
  private final Duration lease;
  private final boolean perUser;
  private final boolean perKey;
  private final Set<String> tags;
  private final Optional<SemanticCache> semantic;

  private ReplyCache(Builder builder) {
    store = builder.store;
    timeToLive = builder.timeToLive;
    lease = builder.lease;
    perUser = builder.perUser;
    perKey = builder.perKey;
    tags = Set.copyOf(builder.tags);
    semantic = builder.semantic;
  }

  /**
   * Returns a builder.
   *
   * @param store where replies are kept
   * @return a new builder
   */
  public static Builder newBuilder(CacheStore store) {
    return new Builder(store);
  }

  /**
   * Returns where replies are kept.
   *
   * @return the store
   */
  public CacheStore store() {
    return store;
  }

  /**
   * Returns how long a reply is given again.
   *
   * @return above zero
   */
  public Duration timeToLive() {
    return timeToLive;
  }

  /**
   * Returns how long others wait for one who makes a reply, at most.
   *
   * @return above zero
   */
  public Duration lease() {
    return lease;
  }

  /**
   * Tells whether users of a tenant are kept apart.
   *
   * @return false if they share
   */
  public boolean perUser() {
    return perUser;
  }

  /**
   * Tells whether keys at providers are kept apart for every request.
   *
   * @return false if only for requests that only one key sees
   */
  public boolean perKey() {
    return perKey;
  }

  /**
   * Returns the tags of a call whose values are kept apart.
   *
   * @return names, immutable
   */
  public Set<String> tags() {
    return tags;
  }

  /**
   * Returns how replies to similar requests are found.
   *
   * @return empty if only equal requests count
   */
  public Optional<SemanticCache> semantic() {
    return semantic;
  }

  @Override
  public String toString() {
    return "ReplyCache[timeToLive=%s, perUser=%s, perKey=%s, semantic=%s]"
        .formatted(timeToLive, perUser, perKey, semantic.isPresent());
  }

  /**
   * Builds a {@link ReplyCache}. Defaults: replies live for an hour, a lease of two minutes, users of a
   * tenant share, keys only where it matters, the tags {@link RequestFacts#TASK} and {@link
   * RequestFacts#LANGUAGE} are kept apart, only equal requests count. Not thread-safe.
   */
  public static final class Builder {
    private final CacheStore store;
    private Duration timeToLive = Duration.ofHours(1);
    private Duration lease = Duration.ofMinutes(2);
    private boolean perUser;
    private boolean perKey;
    private final Set<String> tags =
        new TreeSet<>(Set.of(RequestFacts.TASK, RequestFacts.LANGUAGE));
    private Optional<SemanticCache> semantic = Optional.empty();

    private Builder(CacheStore store) {
      this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how long a reply is given again.
     *
     * @param time above zero
     * @return this builder
     */
    public Builder timeToLive(Duration time) {
      timeToLive = positive("timeToLive", time);
      return this;
    }

    /**
     * Sets how long others wait for one who makes a reply, at most; then one of them makes it. Longer
     * than nearly all calls take, and short enough to wait for a host that has died.
     *
     * @param time above zero
     * @return this builder
     */
    public Builder lease(Duration time) {
      lease = positive("lease", time);
      return this;
    }

    /**
     * Keeps the users of a tenant apart, so that none is told what another was. Calls for no user
     * share.
     *
     * @return this builder
     */
    public Builder perUser() {
      perUser = true;
      return this;
    }

    /**
     * Keeps keys at providers apart for every request, as {@link dev.atom.router.KeyIds} tells them.
     * Needed for replies with a provider's own state to be kept.
     *
     * @return this builder
     */
    public Builder perKey() {
      perKey = true;
      return this;
    }

    /**
     * Keeps calls apart by the value of a tag, too. Needed for tags that the route's policy chooses by.
     *
     * @param name the tag's name
     * @return this builder
     */
    public Builder tag(String name) {
      tags.add(Objects.requireNonNull(name, "name"));
      return this;
    }

    /**
     * Gives a reply also for a request that only says the same in other words.
     *
     * @param semantic how such a request is told
     * @return this builder
     */
    public Builder semantic(SemanticCache semantic) {
      this.semantic = Optional.of(semantic);
      return this;
    }

    /**
     * Returns the setting.
     *
     * @return the value
     */
    public ReplyCache build() {
      return new ReplyCache(this);
    }

    private static Duration positive(String name, Duration time) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException(name + " is " + time + "; it must be above zero");
      }
      return time;
    }
  }
}
