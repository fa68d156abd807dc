package dev.atom.router;

import dev.atom.router.cache.ReplyCache;
import dev.atom.router.policy.Policy;
import dev.atom.router.policy.Targets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where calls of one kind can go, and how they are sent there. Immutable and thread-safe. */
public final class Route {
  private final String name;
  private final List<Target> targets;
  private final Policy policy;
  private final Retries retries;
  private final Optional<Hedging> hedging;
  private final MidStream midStream;
  private final Optional<ReplyCache> cache;

  private Route(Builder builder) {
    name = builder.name;
    targets = List.copyOf(builder.targets);
    policy = builder.policy;
    retries = builder.retries;
    hedging = builder.hedging;
    midStream = builder.midStream;
    cache = builder.cache;
  }

  /**
   * Returns a builder of a route without targets.
   *
   * @param name how requests name the route, as their model; 1 to 200 characters, not blank
   * @return a new builder
   */
  public static Builder newBuilder(String name) {
    return new Builder(name);
  }

  /**
   * Returns the route's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the route's targets.
   *
   * @return in order, at least one; their place is their number
   */
  public List<Target> targets() {
    return targets;
  }

  /**
   * Returns this route with another policy.
   *
   * @param policy what chooses among targets
   * @return the route
   */
  public Route policy(Policy policy) {
    return toBuilder().policy(policy).build();
  }

  Policy policy() {
    return policy;
  }

  Retries retries() {
    return retries;
  }

  Optional<Hedging> hedging() {
    return hedging;
  }

  MidStream midStream() {
    return midStream;
  }

  Optional<ReplyCache> cache() {
    return cache;
  }

  private Builder toBuilder() {
    Builder builder = new Builder(name).policy(policy).retries(retries).midStream(midStream);
    builder.targets.addAll(targets);
    builder.hedging = hedging;
    builder.cache = cache;
    return builder;
  }

  /** Ledgers keep names of no more. */
  static void checkName(String what, String name) {
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException(
          "a %s's name is \"%s\"; give it 1 to 200 characters".formatted(what, name));
    }
  }

  @Override
  public String toString() {
    return "Route[" + name + ", " + targets + "]";
  }

  /**
   * Builds a {@link Route}. Defaults: no targets (at least one is needed), {@link Policy#order},
   * {@link Retries#DEFAULT}, no hedging, {@link MidStream#PASS_ON}, no cache. Not thread-safe.
   */
  public static final class Builder {
    private final String name;
    private final List<Target> targets = new ArrayList<>();
    private Policy policy = Policy.order();
    private Retries retries = Retries.DEFAULT;
    private Optional<Hedging> hedging = Optional.empty();
    private MidStream midStream = MidStream.PASS_ON;
    private Optional<ReplyCache> cache = Optional.empty();

    private Builder(String name) {
      checkName("route", name);
      this.name = name;
    }

    /**
     * Adds a target behind those given before.
     *
     * @param target where calls can go
     * @return this builder
     */
    public Builder target(Target target) {
      targets.add(Objects.requireNonNull(target, "target"));
      return this;
    }

    /**
     * Sets what chooses among the targets of a tier.
     *
     * @param policy the policy
     * @return this builder
     */
    public Builder policy(Policy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets when all targets are asked once more.
     *
     * @param retries how often and after which time
     * @return this builder
     */
    public Builder retries(Retries retries) {
      this.retries = Objects.requireNonNull(retries, "retries");
      return this;
    }

    /**
     * Has a second target asked when the first is slow.
     *
     * @param hedging when
     * @return this builder
     */
    public Builder hedging(Hedging hedging) {
      this.hedging = Optional.of(hedging);
      return this;
    }

    /**
     * Sets what happens if a stream breaks off.
     *
     * @param midStream what then
     * @return this builder
     */
    public Builder midStream(MidStream midStream) {
      this.midStream = Objects.requireNonNull(midStream, "midStream");
      return this;
    }

    /**
     * Keeps replies, and gives them again for equal requests.
     *
     * @param cache where and how
     * @return this builder
     */
    public Builder cache(ReplyCache cache) {
      this.cache = Optional.of(cache);
      return this;
    }

    /**
     * Returns the route.
     *
     * @return the value
     * @throws IllegalArgumentException if it has no target, more than {@link Targets#MOST}, or two of
     *     one name
     */
    public Route build() {
      if (targets.isEmpty() || targets.size() > Targets.MOST) {
        throw new IllegalArgumentException(
            "route %s has %d targets; give it 1 to %d"
                .formatted(name, targets.size(), Targets.MOST));
      }
      if (targets.stream().noneMatch(target -> target.use() == Target.Use.ALWAYS)) {
        throw new IllegalArgumentException(
            "route " + name + " has only targets for refused requests; give it one for all");
      }
      Set<String> names = new HashSet<>();
      for (Target target : targets) {
        if (!names.add(target.name())) {
          throw new IllegalArgumentException(
              "route %s has two targets named %s; name one of them by Target.named"
                  .formatted(name, target.name()));
        }
      }
      return new Route(this);
    }
  }
}
