package dev.atom.router.whatif;

import dev.atom.ledger.LedgerException;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.router.Route;
import dev.atom.router.Target;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Replays the calls of a ledger under other prices, or along another route, and tells what they would
 * have cost and what that takes for granted. No model is asked.
 *
 * <p>Records of one tenant and call id are one call, if none begins more than a minute after the
 * others have ended; it counts as of its first attempt. Attempts that the filter leaves out are not
 * seen. The ledger is read page by page; in memory are a page, the calls that may still get an
 * attempt, and a line for each model, route, tenant and day.
 *
 * <p>Immutable and thread-safe if the ledger and the functions it was given are; a function that
 * keeps something in mind is for one replay at a time.
 */
public final class WhatIf {
  private final Builder options;

  private WhatIf(Builder options) {
    this.options = options;
  }

  /**
   * Returns a builder for all calls of a ledger.
   *
   * @param ledger what is replayed; it stays the caller's to close
   * @return a new builder
   */
  public static Builder newBuilder(UsageLedger ledger) {
    return new Builder(ledger);
  }

  /**
   * Returns a target for replays, of a model that there is no client for. It can do whatever can be
   * asked of a chat until {@link Target#without} or {@link Target#facts} says otherwise.
   *
   * @param model provider and name
   * @return a target whose model fails with {@link dev.atom.model.ModelNotFound} if it is asked
   */
  public static Target target(ModelRef model) {
    return Target.of(new PlannedModel(model));
  }

  /**
   * Prices every attempt anew, at the instant it began, failed ones by what they used. Under the
   * prices that it was booked by every cost comes out as it was.
   *
   * @param prices the other prices
   * @return what came of it
   * @throws LedgerException if the ledger can't be read
   */
  public Replay underPrices(PriceBook prices) {
    Tally tally = new Tally(options.zone);
    new RecordedCalls(options.ledger, options.filter)
        .forEach(new SameChoices(prices, options, tally)::replay);
    return tally.replay("same choices");
  }

  /**
   * Lets a route's policy choose a target for every call that was answered, and prices the answer's
   * usage there at the instant the call began, by the target's tier and region. What was found in a cache stays there and costs
   * nothing. The policy sees tenant, user, tags, the prompt's tokens and whether the reply was a
   * stream, lengths of the replies that it has sent to a target, and times of the models as the
   * ledger has them, both up to the call's beginning; nothing else is known of a request. Of a stream
   * that a second target went on with ({@link dev.atom.router.MidStream#CONTINUE}) only the rest
   * counts as the reply.
   *
   * @param route the other route; targets may be of {@link #target}
   * @param prices what tokens cost
   * @return what came of it, under the route's name
   * @throws LedgerException if the ledger can't be read
   */
  public Replay underRoute(Route route, PriceBook prices) {
    Tally tally = new Tally(options.zone);
    new RecordedCalls(options.ledger, options.filter)
        .forEach(new OtherRoute(route, prices, options, tally)::replay);
    return tally.replay(route.name());
  }

  /**
   * Builds a {@link WhatIf}. Defaults: all records, days in UTC, {@link CachedInput#PLAIN}, every
   * target taken to be capable, the standard service tier, draws that are the same in each replay. Not thread-safe.
   */
  public static final class Builder {
    private final UsageLedger ledger;
    private UsageFilter filter = UsageFilter.all();
    private ZoneId zone = ZoneOffset.UTC;
    private ReplayedUsage usage = CachedInput.PLAIN;
    private Optional<Function<UsageRecord, Set<Capability>>> needs = Optional.empty();
    private Optional<Function<UsageRecord, PriceFacts>> priceFacts = Optional.empty();
    private long seed;

    private Builder(UsageLedger ledger) {
      this.ledger = Objects.requireNonNull(ledger, "ledger");
    }

    /**
     * Sets which records are replayed. Keep all attempts of a call together: filter by time, tenant,
     * user, route or tags rather than by outcome or model.
     *
     * @param filter which
     * @return this builder
     */
    public Builder filter(UsageFilter filter) {
      this.filter = Objects.requireNonNull(filter, "filter");
      return this;
    }

    /**
     * Sets whose days are meant.
     *
     * @param zone the zone
     * @return this builder
     */
    public Builder in(ZoneId zone) {
      this.zone = Objects.requireNonNull(zone, "zone");
      return this;
    }

    /**
     * Sets what calls would have used at a model that the replay chose.
     *
     * @param usage one of {@link CachedInput}, or a function of the host
     * @return this builder
     */
    public Builder usage(ReplayedUsage usage) {
      this.usage = Objects.requireNonNull(usage, "usage");
      return this;
    }

    /**
     * Sets what requests needed, which records don't tell: from a tag, say.
     *
     * @param needs gets the attempt that was answered, and gives what a target must be able to do
     *     beside answering
     * @return this builder
     */
    public Builder needs(Function<UsageRecord, Set<Capability>> needs) {
      this.needs = Optional.of(needs);
      return this;
    }

    /**
     * Sets by which service tier and region attempts are priced in {@link WhatIf#underPrices}, which
     * records don't tell: from the endpoint, say, which is the target's name in a router's records.
     *
     * @param facts gets an attempt, and gives the facts of one request at its instant
     * @return this builder
     */
    public Builder priceFacts(Function<UsageRecord, PriceFacts> facts) {
      priceFacts = Optional.of(facts);
      return this;
    }

    /**
     * Sets where the draws of policies begin.
     *
     * @param seed any; the same gives the same replay
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    ReplayedUsage usage() {
      return usage;
    }

    Optional<Function<UsageRecord, Set<Capability>>> needs() {
      return needs;
    }

    Optional<Function<UsageRecord, PriceFacts>> priceFacts() {
      return priceFacts;
    }

    long seed() {
      return seed;
    }

    /**
     * Returns the replays to be made.
     *
     * @return the value
     */
    public WhatIf build() {
      Builder copy = new Builder(ledger).filter(filter).in(zone).usage(usage).seed(seed);
      copy.needs = needs;
      copy.priceFacts = priceFacts;
      return new WhatIf(copy);
    }
  }
}
