package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import dev.atom.router.policy.Policy;
import dev.atom.router.policy.RequestFacts;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Chooses one of 16 targets. The floor looks for the smallest of 16 numbers; {@link #decision} chooses
 * alone, {@link #callsDecision} also makes the facts of a call as each call does, and {@link #explain}
 * keeps the trace as well. In the router's package, as a choice alone is no part of what it offers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteDecision {
  private static final int TARGETS = 16;
  private static final ChatRequest HELLO = ChatRequest.of("Where is my parcel?");

  /** Which policy chooses. */
  @Param({"order", "weighted", "cheapest", "fastest"})
  public String policy = "order";

  private final CallContext context = CallContext.create();
  private final double[] numbers = new double[TARGETS];
  private final RandomGenerator random = new SplittableRandom(7);
  private final Clock clock = Clock.systemUTC();
  private Optional<Parts> parts = Optional.empty();

  /** What a router consists of. */
  private record Parts(Router router, Lanes lanes, Fleet fleet, Selection selection, long set) {}

  /** Builds a router whose targets have all been seen to answer. */
  @Setup
  public void prepare() {
    Route.Builder route = Route.newBuilder("main").policy(policy());
    List<Price> prices = new ArrayList<>();
    for (int i = 0; i < TARGETS; i++) {
      ModelRef ref = new ModelRef("provider" + i % 4, "model" + i);
      route.target(Target.of(new Silent(ref)).weight(1 + i));
      BigDecimal rate = BigDecimal.valueOf(1 + random.nextInt(100));
      prices.add(Price.of(ref, Rates.tokens(rate.toString(), rate + "0")));
      numbers[i] = rate.doubleValue();
    }
    RouterBuilder builder =
        Router.newBuilder().route(route.build()).prices(PriceBook.of(prices)).random(random);
    List<Route> routes = builder.routes();
    RouterParts made = builder.parts(routes);
    Lanes lanes = builder.lanes(routes.get(0), made.fleet());
    for (int i = 0; i < TARGETS; i++) {
      for (int j = 0; j < 100; j++) {
        lanes
            .get(i)
            .stats()
            .whole()
            .record(1e8 + random.nextInt(1_000_000_000), made.fleet().now());
      }
    }
    Selection selection = selection(lanes, made.fleet());
    parts =
        Optional.of(
            new Parts(builder.build(), lanes, made.fleet(), selection, selection.fitting()));
  }

  private Policy policy() {
    return switch (policy) {
      case "order" -> Policy.order();
      case "weighted" -> Policy.weighted();
      case "cheapest" -> Policy.cheapest();
      case "fastest" -> Policy.fastest();
      default -> throw new IllegalArgumentException("no policy " + policy);
    };
  }

  private Selection selection(Lanes lanes, Fleet fleet) {
    RequestFacts facts = RequestFacts.of(HELLO, false, 8, context);
    return new Selection(lanes, fleet, facts, context, clock, random);
  }

  /**
   * The floor.
   *
   * @return the place of the smallest
   */
  @Benchmark
  public int bareMinimum() {
    int best = 0;
    for (int i = 1; i < TARGETS; i++) {
      if (numbers[i] < numbers[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * A choice alone.
   *
   * @return the target
   */
  @Benchmark
  public int decision() {
    Parts made = parts.orElseThrow();
    return made.selection.next(made.set);
  }

  /**
   * A choice as a call makes its first, with the facts of the call.
   *
   * @return the target
   */
  @Benchmark
  public int callsDecision() {
    Parts made = parts.orElseThrow();
    Selection selection = selection(made.lanes, made.fleet);
    return selection.next(selection.fitting());
  }

  /**
   * A choice with its trace.
   *
   * @return the decision
   */
  @Benchmark
  public Decision explain() {
    return parts.orElseThrow().router.explain(HELLO, false, context);
  }

  /** A model that is never asked. */
  private record Silent(ModelRef ref) implements ChatModel {
    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.CHAT, Capability.STREAMING);
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      throw new IllegalStateException("nobody asks");
    }
  }
}
