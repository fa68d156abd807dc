package dev.atom.rules.tenant;

import dev.atom.CallContext;
import dev.atom.job.JobKind;
import dev.atom.rules.Chain;
import dev.atom.rules.ExternalFacts;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.store.Append;
import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The rules of many tenants on one host, kept in a {@link Store}.
 *
 * {@snippet file="dev/atom/rules/tenant/TenantRulesTest.java" region="first"}
 *
 * <p>Guarantees: an event is evaluated by one version of its tenant's rules, whatever is edited
 * meanwhile, and nobody who evaluates waits for an edit. An edit is made whole or not at all, and
 * holds on this host for every event that begins after it returned; on others at the latest after
 * {@link Builder#refresh}. Every version can be read again, with its author. A tenant's rules are
 * loaded at its first event and let go when it was idle; nothing of it is kept in memory then but
 * what is not stored yet.
 *
 * <p>Thread-safe. Starts no threads: {@link #tidy} is called by the host, for instance by a job.
 */
public final class TenantRules {
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Function<String, TenantLimits> limits;
  private final RuleStream stream;
  private final LoadedTenants loaded;
  private final RuleCounts counts;
  private final Optional<RuleTick.Handler> ticks;

  private TenantRules(Builder builder) {
    clock = builder.clock;
    nanoTime = builder.nanoTime;
    limits = builder.limits;
    stream = new RuleStream(builder.store);
    counts = new RuleCounts(builder.store);
    loaded = new LoadedTenants(builder, stream);
    ticks = builder.ticks;
  }

  /**
   * Returns a builder.
   *
   * @param store keeps the rules; not closed by this
   * @param clock the host's
   * @return a new builder
   */
  public static Builder newBuilder(Store store, Clock clock) {
    return new Builder(store, clock);
  }

  /**
   * Evaluates an event by a tenant's rules.
   *
   * @param tenant whose rules
   * @param facts the event
   * @return what is to be done, or which limit kept it from being done
   */
  public TenantDecision decide(String tenant, Facts facts) {
    return decide(tenant, facts, begin(tenant));
  }

  /**
   * Evaluates an event that came of what rules did.
   *
   * @param tenant whose rules
   * @param facts the event
   * @param chain from {@link TenantDecision.Decided#rest} of the event before
   * @return what is to be done, or which limit kept it from being done
   */
  public TenantDecision decide(String tenant, Facts facts, Chain chain) {
    return decide(tenant, (rules, now) -> chain.next(rules, facts, now), chain);
  }

  /**
   * Evaluates an event by a tenant's rules, with facts that the host asks for. The time of asking
   * counts as time of the evaluation.
   *
   * @param tenant whose rules
   * @param facts the event
   * @param chain {@link #begin} for an event that came of nothing
   * @param external who knows external facts
   * @param context for whom it is asked and until when
   * @return what is to be done, or which limit kept it from being done
   * @throws dev.atom.rules.ExternalFactUnavailable if a condition says so of a fact that is
   *     unavailable
   * @throws dev.atom.rules.EvaluationCancelled if the context is cancelled or the thread interrupted,
   *     or the deadline passes during long work
   */
  public TenantDecision decide(
      String tenant, Facts facts, Chain chain, ExternalFacts external, CallContext context) {
    return decide(tenant, (rules, now) -> chain.next(rules, facts, now, external, context), chain);
  }

  /**
   * Begins a chain as long as a tenant's may be.
   *
   * @param tenant whose rules
   * @return a chain in which nothing has fired
   */
  public Chain begin(String tenant) {
    return Chain.begin(limits.apply(tenant).chain());
  }

  private TenantDecision decide(
      String tenant, BiFunction<RuleSet, Instant, Chain.Link> evaluation, Chain chain) {
    TenantRuleSet current = loaded.current(tenant);
    TenantLimits most = limits.apply(tenant);
    return new TenantEvaluation(tenant, current, most, counts)
        .decide(chain, clock.instant(), nanoTime, evaluation);
  }

  /**
   * Returns a tenant's rules as they are now.
   *
   * @param tenant whose rules
   * @return the rules, of version 0 and none if there are none
   */
  public TenantRuleSet rules(String tenant) {
    return loaded.current(tenant);
  }

  /**
   * Returns a tenant's rules as they were.
   *
   * @param tenant whose rules
   * @param version the version, 0 for none
   * @return the rules, checked against today's vocabulary
   * @throws IllegalArgumentException if there is no such version
   */
  public TenantRuleSet rules(String tenant, long version) {
    return loaded.at(tenant, version);
  }

  /**
   * Changes a tenant's rules.
   *
   * @param tenant whose rules
   * @param edit what to change
   * @return what became of it
   */
  public EditOutcome edit(String tenant, RuleEdit edit) {
    return loaded.edit(tenant, edit);
  }

  /**
   * Adds a rule, or replaces the one of its id.
   *
   * @param tenant whose rules
   * @param rule the rule
   * @param author who does so
   * @return what became of it
   */
  public EditOutcome put(String tenant, Rule rule, String author) {
    return edit(tenant, RuleEdit.by(author).put(rule).build());
  }

  /**
   * Makes a tenant's rules what they were at a version; as an edit of its own, so that nothing is
   * lost.
   *
   * @param tenant whose rules
   * @param version the version
   * @param author who does so
   * @return what became of it
   * @throws IllegalArgumentException if there is no such version
   */
  public EditOutcome revert(String tenant, long version, String author) {
    return edit(tenant, loaded.back(tenant, version, author));
  }

  /**
   * Returns how two versions of a tenant's rules differ.
   *
   * @param tenant whose rules
   * @param before the earlier version, 0 for none
   * @param after the later version
   * @return how they differ
   * @throws IllegalArgumentException if there is no such version
   */
  public RuleDiff diff(String tenant, long before, long after) {
    return RuleDiff.between(rules(tenant, before).rules(), rules(tenant, after).rules());
  }

  /**
   * Returns the changes of a tenant's rules.
   *
   * @param tenant whose rules
   * @param after those after this version; 0 for all
   * @param limit the most to return, 1 or more
   * @return in their order
   */
  public List<RuleChange> history(String tenant, long after, int limit) {
    return stream.changes(tenant, after, limit);
  }

  /**
   * Returns how often a tenant's rules have fired or were too much work, on all hosts as far as they
   * have stored it, and on this one up to now.
   *
   * @param tenant whose rules
   * @return by the rule's id; rules that never did either are not among them, removed ones may be
   */
  public Map<String, RuleCount> counts(String tenant) {
    return Map.copyOf(counts.totals(tenant).rules());
  }

  /**
   * Returns how often a tenant exceeded its limits.
   *
   * @param tenant which tenant
   * @return by limit; those never exceeded are not among them
   */
  public Map<Breach.Limit, Long> breaches(String tenant) {
    return Map.copyOf(counts.totals(tenant).breaches());
  }

  /**
   * Returns how the timers of rules are run, for {@link dev.atom.job.Jobs.Builder#handle}. Timers of
   * schedules are planned in the transaction of the edit that brings the rule.
   *
   * @return the kind of the jobs
   * @throws IllegalStateException if there is no handler: {@link Builder#ticks} sets it
   */
  public JobKind ticks() {
    return RuleTimers.kind(
        ticks.orElseThrow(
            () ->
                new IllegalStateException("nobody handles ticks; name a handler to the builder")));
  }

  /**
   * Plans when a tenant's rules are to be looked at because of times in a record's fields, in the
   * transaction that writes the record, in place of what was planned for it before. After an edit of
   * rules, records that don't change keep their timers; a tick for a rule that is gone fires nothing.
   *
   * @param append is to write the record
   * @param tenant whose rules
   * @param record the record as it will be, with its zone
   */
  public void plan(Append.Builder append, String tenant, Facts record) {
    RuleTimers.due(append, rules(tenant).rules(), record, clock.instant());
  }

  /**
   * Returns how many tenants' rules are in memory.
   *
   * @return 0 or more
   */
  public int loaded() {
    return loaded.size();
  }

  /**
   * Stores what was counted and lets go of the rules of tenants that were idle. Call it every minute
   * or so, and before the host ends.
   *
   * @throws dev.atom.store.StoreException if counts can't be stored; they are kept for the next time
   */
  public void tidy() {
    counts.flush();
    Instant now = clock.instant();
    loaded.evict(now).forEach(tenant -> counts.forget(tenant, now));
  }

  /**
   * Builds {@link TenantRules}. Defaults: an open vocabulary, {@link TenantLimits#DEFAULT}, a look for
   * other hosts' edits every 5 seconds, idle after 30 minutes, at most 10 000 tenants in memory.
   */
  public static final class Builder {
    final Store store;
    final Clock clock;
    Function<String, RuleVocabulary> vocabulary = tenant -> RuleVocabulary.OPEN;
    Function<String, TenantLimits> limits = tenant -> TenantLimits.DEFAULT;
    Duration refresh = Duration.ofSeconds(5);
    Duration idle = Duration.ofMinutes(30);
    int capacity = 10_000;
    Optional<RuleTick.Handler> ticks = Optional.empty();
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(Store store, Clock clock) {
      this.store = Objects.requireNonNull(store, "store");
      this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Sets what all tenants' rules may speak of.
     *
     * @param words the vocabulary
     * @return this builder
     */
    public Builder vocabulary(RuleVocabulary words) {
      Objects.requireNonNull(words, "words");
      return vocabulary(tenant -> words);
    }

    /**
     * Sets what each tenant's rules may speak of.
     *
     * @param words gives a tenant's vocabulary; asked whenever its rules are loaded
     * @return this builder
     */
    public Builder vocabulary(Function<String, RuleVocabulary> words) {
      vocabulary = Objects.requireNonNull(words, "words");
      return this;
    }

    /**
     * Sets how much each tenant may ask of the rules.
     *
     * @param most gives a tenant's limits; asked at every event, so it must be quick
     * @return this builder
     */
    public Builder limits(Function<String, TenantLimits> most) {
      limits = Objects.requireNonNull(most, "most");
      return this;
    }

    /**
     * Sets how long another host's edit may go unnoticed.
     *
     * @param time zero for a look at the store before every event
     * @return this builder
     */
    public Builder refresh(Duration time) {
      refresh = Objects.requireNonNull(time, "time");
      return this;
    }

    /**
     * Sets after which time without events a tenant's rules are let go.
     *
     * @param time more than nothing
     * @return this builder
     */
    public Builder idle(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a tenant is idle after more than nothing, not " + time);
      }
      idle = time;
      return this;
    }

    /**
     * Sets how many tenants' rules are in memory at most; beyond it those that were not used for the
     * longest time are let go by {@link TenantRules#tidy}, and at once when there are a tenth more.
     *
     * @param tenants 1 or more
     * @return this builder
     */
    public Builder capacity(int tenants) {
      if (tenants < 1) {
        throw new IllegalArgumentException("at least one tenant is in memory, not " + tenants);
      }
      capacity = tenants;
      return this;
    }

    /**
     * Has timers planned for rules with a schedule or a due time. The host runs them: it gives {@link
     * TenantRules#ticks} to its jobs.
     *
     * @param handler is told of each time that has come
     * @return this builder
     */
    public Builder ticks(RuleTick.Handler handler) {
      ticks = Optional.of(handler);
      return this;
    }

    /**
     * Sets what measures how long an evaluation takes.
     *
     * @param nanos a count of nanoseconds that never goes back
     * @return this builder
     */
    public Builder nanoTime(LongSupplier nanos) {
      nanoTime = Objects.requireNonNull(nanos, "nanos");
      return this;
    }

    /**
     * Returns the rules.
     *
     * @return with nothing loaded
     */
    public TenantRules build() {
      return new TenantRules(this);
    }
  }
}
