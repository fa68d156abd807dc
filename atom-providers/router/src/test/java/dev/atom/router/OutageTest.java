package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.CallTimedOut;
import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.router.Outages.Conduct;
import dev.atom.router.Outages.Outcome;
import dev.atom.router.Outages.Plan;
import dev.atom.router.policy.Policy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a caller notices of outages, as a table that the benchmarks' page shows. */
class OutageTest {
  private static final Map<String, Outcome> TABLE = new LinkedHashMap<>();
  private static final Duration NONE = Duration.ZERO;
  private static final Conduct WELL = new Conduct.Answers(Outages.USUAL);
  private static final Conduct REFUSED =
      new Conduct.Fails(millis(1), facts -> new Unreachable(facts.build()));
  private static final Conduct LATE =
      new Conduct.Fails(Duration.ofSeconds(5), facts -> new CallTimedOut(facts.build()));

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Plan well() {
    return time -> WELL;
  }

  /** Trouble from the first minute's end for so long. */
  private static Plan troubled(Duration length, Conduct trouble) {
    return time ->
        time.compareTo(seconds(60)) >= 0 && time.compareTo(seconds(60).plus(length)) < 0
            ? trouble
            : WELL;
  }

  /**
   * An outage and what a caller may notice of it.
   *
   * @param ends when the trouble is over
   * @param plans of each target
   * @param check what is more than that all calls were answered
   */
  private record Outage(
      String name,
      Route.Builder route,
      boolean streamed,
      Duration ends,
      List<Plan> plans,
      Consumer<Outcome> check) {
    /** The first of two targets is in trouble for a minute. */
    static Outage ofAMinute(String name, Conduct trouble) {
      return of(name, seconds(120), troubled(seconds(60), trouble), well());
    }

    /** All calls have to be answered. */
    static Outage of(String name, Duration ends, Plan... plans) {
      return new Outage(
          name,
          Route.newBuilder("main"),
          false,
          ends,
          List.of(plans),
          outcome -> assertThat(outcome.share()).isEqualTo(1));
    }

    Outage and(Consumer<Outcome> more) {
      return only(check.andThen(more));
    }

    Outage only(Consumer<Outcome> other) {
      return new Outage(name, route, streamed, ends, plans, other);
    }

    Outage wasting(int less) {
      return and(outcome -> assertThat(outcome.wasted()).isLessThan(less));
    }

    Outage ofStreams() {
      return new Outage(name, route, true, ends, plans, check);
    }

    Outage begunAgain() {
      route.midStream(MidStream.RESTART);
      return ofStreams();
    }

    Outage under(Policy policy) {
      route.policy(policy);
      return this;
    }

    void play() {
      Outcome outcome = new Outages().play(route, streamed, ends, plans.toArray(new Plan[0]));
      TABLE.put(name, outcome);
      check.accept(outcome);
    }
  }

  private static Conduct fails(Function<Failure, ModelException> failure) {
    return new Conduct.Fails(millis(2), facts -> failure.apply(facts.build()));
  }

  private static Conduct breaks(int after, Function<Failure, ModelException> failure) {
    return new Conduct.Breaks(after, facts -> failure.apply(facts.build()));
  }

  @AfterAll
  static void print() {
    StringBuilder table =
        new StringBuilder(
            "| outage | answered | added, mean ms | added, most ms | wasted calls | back after s |\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: |\n");
    TABLE.forEach(
        (name, o) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f %% | %.2f | %.1f | %d of %d | %s |%n",
                    name,
                    100 * o.share(),
                    o.meanAdded().toNanos() / 1e6,
                    o.mostAdded().toNanos() / 1e6,
                    o.wasted(),
                    o.calls(),
                    o.recovered()
                        .map(time -> String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3))
                        .orElse("-"))));
    System.out.print(table);
  }

  @TestFactory
  Stream<DynamicTest> callersNoticeLittleOf() {
    return Stream.of(servers(), limitsAndKeys(), streams(), several())
        .flatMap(List::stream)
        .map(outage -> DynamicTest.dynamicTest(outage.name(), outage::play));
  }

  private static List<Outage> servers() {
    Plan flapping = time -> time.toSeconds() / 5 % 2 == 0 ? WELL : REFUSED;
    Plan slow = troubled(seconds(60), new Conduct.Answers(seconds(2)));
    return List.of(
        Outage.ofAMinute("60 s, server refuses connections", REFUSED)
            .wasting(12)
            .and(o -> assertThat(o.mostAdded()).isLessThanOrEqualTo(millis(5)))
            .and(o -> assertThat(o.recovered().orElseThrow()).isLessThan(seconds(64))),
        // Half of the calls of 30 s had to fail first: those before the trouble were good.
        Outage.ofAMinute("60 s, every call a 500", fails(ProviderFailed::new)).wasting(330),
        Outage.ofAMinute("60 s, every call hangs 5 s", LATE).wasting(30),
        Outage.of("60 s, 40 times slower (policy fastest)", seconds(120), slow, well(), well())
            .under(Policy.fastest())
            .and(o -> assertThat(o.meanAdded()).isLessThan(millis(100))),
        Outage.of("up 5 s, down 5 s, all the time", NONE, flapping, well()).wasting(120));
  }

  private static List<Outage> limitsAndKeys() {
    Conduct hinted =
        new Conduct.Fails(
            millis(2), facts -> new RateLimited(facts.retryAfter(seconds(10)).build()));
    return List.of(
        Outage.ofAMinute("60 s of 429, retry-after 10 s", hinted)
            .wasting(8)
            .and(o -> assertThat(o.recovered().orElseThrow()).isLessThanOrEqualTo(seconds(11))),
        Outage.ofAMinute("60 s of 429 without a hint", fails(RateLimited::new)).wasting(10),
        lasting("quota used up", fails(QuotaExhausted::new)),
        lasting("key rejected", fails(KeyRejected::new)));
  }

  /** One call finds out. */
  private static Outage lasting(String name, Conduct trouble) {
    return Outage.of(name, NONE, troubled(seconds(600), trouble), well())
        .and(o -> assertThat(o.wasted()).isEqualTo(1));
  }

  private static List<Outage> streams() {
    return List.of(
        Outage.ofAMinute(
                "60 s, streams cut before the first piece", breaks(0, TruncatedStream::new))
            .ofStreams(),
        Outage.ofAMinute("60 s, streams cut behind it (restart)", breaks(2, TruncatedStream::new))
            .begunAgain(),
        Outage.ofAMinute("60 s, streams stall (restart)", breaks(1, CallTimedOut::new))
            .begunAgain(),
        Outage.ofAMinute("60 s, streams garbled (restart)", breaks(1, MalformedReply::new))
            .begunAgain(),
        Outage.ofAMinute("60 s, an error as the stream's first event", breaks(0, Overloaded::new))
            .ofStreams());
  }

  private static List<Outage> several() {
    Plan aMinute = troubled(seconds(60), REFUSED);
    Plan down = troubled(seconds(30), REFUSED);
    return List.of(
        Outage.of(
                "one region of three down (policy weighted)", seconds(120), aMinute, well(), well())
            .under(Policy.weighted())
            .wasting(12),
        // Calls wait for a target to come back as long as retries allow, and fail once that is
        // over.
        Outage.of("both down for 30 s, then back", seconds(90), down, down)
            .only(o -> assertThat(o.share()).isGreaterThan(0.9))
            .and(o -> assertThat(o.recovered()).isPresent()),
        Outage.of("a lone target down for 10 s", seconds(70), troubled(seconds(10), REFUSED))
            .only(o -> assertThat(o.share()).isGreaterThan(0.95)));
  }
}
