package dev.atom.limit;

import dev.atom.CallContext;
import dev.atom.model.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls through as fast as their limits allow: requests, tokens or any unit, per period or at
 * once, told apart by tenant, user, provider, key, model, route and endpoint.
 *
 * {@snippet file="dev/atom/limit/LimitsDocTest.java" region="rules"}
 *
 * <p>Guarantees: a call takes from the buckets of all rules that hold for it, or from none. Of each
 * bucket, in any time {@code t}, no more than {@code burst + amount * t / period} is booked, counting
 * what a {@link Permit} gives back or takes in addition when it says so; in addition a call that used
 * more than it had expected may overdraw the bucket by its burst. At no instant more is held at once
 * than the rule allows. Waiting calls of a priority go tenant by tenant in turns, so that one tenant's
 * flood delays another's call by one call of each other tenant; within a tenant they keep their order.
 * No call is passed by one of the same or a lower priority that needs what it lacks.
 *
 * <p>Thread-safe, without a thread of its own. Calls wait on their own threads, which may be virtual.
 */
public final class Limiter implements AutoCloseable {
  private static final Duration LONGEST_BLOCK = Duration.ofDays(366);

  private final Desk desk;
  private final FairQueue queue;
  private final Buckets buckets;

  private Limiter(Builder builder) {
    LimitTime time = builder.time;
    buckets = builder.buckets == null ? new MemoryBuckets(time) : builder.buckets;
    desk = new Desk(time, builder.rules, buckets);
    queue = new FairQueue(desk, time, builder.bounds);
  }

  /**
   * Returns a builder.
   *
   * @return a new builder without rules
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Waits until there is room for a call under all its limits, and takes it.
   *
   * <p>It does not wait where that is known to be in vain: if what it lacks flows in later than it may
   * wait, it is refused at once, although something might be given back before.
   *
   * @param call whose it is and what it is expected to need
   * @param context until when it may wait, beside {@link Builder#longestWait}, and its cancellation
   * @return the room; close it
   * @throws LimitExceeded if there is no room in time, too many wait already, or the call asks for
   *     more than there ever is
   * @throws LimitWaitCancelled if the call is cancelled or the thread interrupted, whose flag is set
   *     then
   * @throws dev.atom.AtomException if the buckets' database fails
   */
  public Permit acquire(LimitedCall call, CallContext context) {
    Ask ask = desk.ask(call);
    if (!queue.contested(ask)) {
      switch (desk.attempt(ask)) {
        case Desk.Granted granted -> {
          return new Permit(this, ask, granted);
        }
        case Desk.Denied denied -> queue.requireWorthWaiting(denied.lack(), context);
      }
    }
    return new Permit(this, ask, queue.await(ask, context));
  }

  /**
   * Takes room for a call if there is some now that nobody waits for.
   *
   * @param call whose it is and what it is expected to need
   * @return the room; close it
   * @throws LimitExceeded if there is none
   * @throws dev.atom.AtomException if the buckets' database fails
   */
  public Permit acquireNow(LimitedCall call) {
    Ask ask = desk.ask(call);
    if (queue.contested(ask)) {
      return new Permit(this, ask, queue.now(ask));
    }
    return switch (desk.attempt(ask)) {
      case Desk.Granted granted -> new Permit(this, ask, granted);
      case Desk.Denied denied -> throw denied.lack().refused("");
    };
  }

  /**
   * Learns from an answer what a provider has left for a key, so that a call it would surely refuse is
   * not sent. Whatever a provider tells, the rules hold: this never makes room. What was learned ends
   * with the reset that was told, or with the next answer.
   *
   * @param facts of the call that was answered: its provider, its key (else its tenant), and its model
   *     if the provider counts models apart; without a provider nothing is learned
   * @param told what the answer said; units are those that calls ask for, others are passed over
   */
  public void observe(CallFacts facts, List<RateLimit> told) {
    if (!told.isEmpty()) {
      desk.learned().observe(facts, told);
      queue.freed(Learned.keys(facts));
    }
  }

  /**
   * Lets no call through to a provider with a key for a while, as it has asked with a "retry after". A
   * shorter time than one that still runs changes nothing.
   *
   * @param facts the provider, the key (else the tenant), and the model if only that is meant; without
   *     a provider nothing happens
   * @param time how long from now; up to 366 days
   */
  public void block(CallFacts facts, Duration time) {
    if (time.isPositive()) {
      desk.learned().block(facts, time.compareTo(LONGEST_BLOCK) > 0 ? LONGEST_BLOCK : time);
    }
  }

  /**
   * Changes the rules for calls that come from now on. Calls under way, and those that wait, keep the
   * rules that they came under. A bucket is kept under its rule's name: what is left in it stays if the
   * amount changes, and a rule that counts at once begins anew if it counted per period.
   *
   * @param rules all that hold from now on, each of a name that no other has
   * @throws IllegalArgumentException if two rules have one name; nothing is changed then
   */
  public void rules(List<LimitRule> rules) {
    requireDistinct(rules);
    desk.rules(rules);
  }

  /**
   * Changes how many calls may wait, and how long, for calls that come from now on.
   *
   * @param most as of {@link Builder#waiting}
   * @param mostPerTenant as of {@link Builder#waiting}
   * @param longest as of {@link Builder#longestWait}
   */
  public void waiting(int most, int mostPerTenant, Duration longest) {
    queue.bounds(new WaitBounds(most, mostPerTenant, longest));
  }

  private static void requireDistinct(List<LimitRule> rules) {
    Set<String> names = new HashSet<>();
    for (LimitRule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException(
            "two rules have the name \"" + rule.name() + "\"; give each its own");
      }
    }
  }

  /**
   * Returns how many calls wait for room.
   *
   * @return 0 or more
   */
  public int waiting() {
    return queue.waiting();
  }

  void end(Ask ask, Used used, Desk.Granted granted) {
    desk.settle(ask, used, granted);
    queue.freed(ask);
  }

  /**
   * Closes the buckets. Calls that wait go on waiting, and permits may still be closed. Closing twice
   * is fine.
   */
  @Override
  public void close() {
    buckets.close();
  }

  /**
   * Builds a {@link Limiter}. Defaults: no rules; the buckets in this process, the system's time; up to
   * 1,000 calls wait, up to 250 of one tenant, a minute at most.
   */
  public static final class Builder {
    private final List<LimitRule> rules = new ArrayList<>();
    private LimitTime time = LimitTime.system();
    private @Nullable Buckets buckets;
    private WaitBounds bounds = WaitBounds.DEFAULT;

    private Builder() {}

    /**
     * Adds a rule.
     *
     * @param rule of a name that no other rule has
     * @return this builder
     */
    public Builder rule(LimitRule rule) {
      rules.add(Objects.requireNonNull(rule, "rule"));
      return this;
    }

    /**
     * Keeps the buckets elsewhere, such as in a database that several processes share.
     *
     * @param buckets closed with the limiter
     * @return this builder
     */
    public Builder buckets(Buckets buckets) {
      this.buckets = Objects.requireNonNull(buckets, "buckets");
      return this;
    }

    /**
     * Sets the time.
     *
     * @param time in earnest {@link LimitTime#system}
     * @return this builder
     */
    public Builder time(LimitTime time) {
      this.time = Objects.requireNonNull(time, "time");
      return this;
    }

    /**
     * Sets how many calls may wait at a time; who comes then is refused.
     *
     * @param most 0 or more
     * @param mostPerTenant how many of them may be of one tenant, so that a flood leaves room for others
     *     to wait
     * @return this builder
     */
    public Builder waiting(int most, int mostPerTenant) {
      bounds = new WaitBounds(most, mostPerTenant, bounds.longest());
      return this;
    }

    /**
     * Sets how long a call waits at most, whatever its deadline.
     *
     * @param time up to 366 days
     * @return this builder
     */
    public Builder longestWait(Duration time) {
      bounds = new WaitBounds(bounds.most(), bounds.mostPerTenant(), time);
      return this;
    }

    /**
     * Makes the limiter.
     *
     * @return the limiter
     * @throws IllegalArgumentException if two rules have one name
     */
    public Limiter build() {
      requireDistinct(rules);
      return new Limiter(this);
    }
  }
}
