package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.CallTimedOut;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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

  private static Route.Builder route() {
    return Route.newBuilder("main");
  }

  private static Outcome play(
      String name, Route.Builder route, boolean streamed, Duration ends, Plan... plans) {
    Outcome outcome = new Outages().play(route, streamed, ends, plans);
    TABLE.put(name, outcome);
    return outcome;
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

  private static void allAnswered(Outcome outcome) {
    assertThat(outcome.share()).isEqualTo(1);
  }

  @Test
  void serverThatCannotBeReachedForAMinute() {
    Outcome outcome =
        play(
            "60 s, server refuses connections",
            route(),
            false,
            seconds(120),
            troubled(seconds(60), REFUSED),
            well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isLessThan(12);
    assertThat(outcome.mostAdded()).isLessThanOrEqualTo(millis(5));
    assertThat(outcome.recovered().orElseThrow()).isLessThan(seconds(64));
  }

  @Test
  void serverThatFailsEveryCallForAMinute() {
    Conduct failing = new Conduct.Fails(millis(2), facts -> new ProviderFailed(facts.build()));
    Outcome outcome =
        play(
            "60 s, every call a 500",
            route(),
            false,
            seconds(120),
            troubled(seconds(60), failing),
            well());
    allAnswered(outcome);
    // Half of the calls of 30 s had to fail first: those before the trouble were good.
    assertThat(outcome.wasted()).isLessThan(330);
  }

  @Test
  void serverThatHangsForAMinuteCostsItsTimeoutAFewTimes() {
    Outcome outcome =
        play(
            "60 s, every call hangs 5 s",
            route(),
            false,
            seconds(120),
            troubled(seconds(60), LATE),
            well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isLessThan(30);
  }

  @Test
  void slowTargetIsLeftByTheFastestPolicy() {
    Conduct slow = new Conduct.Answers(seconds(2));
    Outcome outcome =
        play(
            "60 s, 40 times slower (policy fastest)",
            route().policy(Policy.fastest()),
            false,
            seconds(120),
            troubled(seconds(60), slow),
            well(),
            well());
    allAnswered(outcome);
    assertThat(outcome.meanAdded()).isLessThan(millis(100));
  }

  @Test
  void flappingTarget() {
    Plan flapping = time -> time.toSeconds() / 5 % 2 == 0 ? WELL : REFUSED;
    Outcome outcome =
        play("up 5 s, down 5 s, all the time", route(), false, NONE, flapping, well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isLessThan(120);
  }

  @Test
  void rateLimitWithHints() {
    Conduct limited =
        new Conduct.Fails(
            millis(2), facts -> new RateLimited(facts.retryAfter(seconds(10)).build()));
    Outcome outcome =
        play(
            "60 s of 429, retry-after 10 s",
            route(),
            false,
            seconds(120),
            troubled(seconds(60), limited),
            well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isLessThanOrEqualTo(7);
    assertThat(outcome.recovered().orElseThrow()).isLessThanOrEqualTo(seconds(11));
  }

  @Test
  void rateLimitWithoutHints() {
    Conduct limited = new Conduct.Fails(millis(2), facts -> new RateLimited(facts.build()));
    Outcome outcome =
        play(
            "60 s of 429 without a hint",
            route(),
            false,
            seconds(120),
            troubled(seconds(60), limited),
            well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isLessThan(10);
  }

  @Test
  void quotaThatIsUsedUp() {
    Conduct empty = new Conduct.Fails(millis(2), facts -> new QuotaExhausted(facts.build()));
    Outcome outcome =
        play("quota used up", route(), false, NONE, troubled(seconds(600), empty), well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isEqualTo(1);
  }

  @Test
  void keyThatIsRejected() {
    Conduct rejected = new Conduct.Fails(millis(2), facts -> new KeyRejected(facts.build()));
    Outcome outcome =
        play("key rejected", route(), false, NONE, troubled(seconds(600), rejected), well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isEqualTo(1);
  }

  @Test
  void streamsThatAreCutBeforeTheirFirstPiece() {
    Conduct cut = new Conduct.Breaks(0, facts -> new TruncatedStream(facts.build()));
    Outcome outcome =
        play(
            "60 s, streams cut before the first piece",
            route(),
            true,
            seconds(120),
            troubled(seconds(60), cut),
            well());
    allAnswered(outcome);
  }

  @Test
  void streamsThatAreCutBehindTheirFirstPieceAreBegunAgain() {
    Conduct cut = new Conduct.Breaks(2, facts -> new TruncatedStream(facts.build()));
    Outcome outcome =
        play(
            "60 s, streams cut behind it (restart)",
            route().midStream(MidStream.RESTART),
            true,
            seconds(120),
            troubled(seconds(60), cut),
            well());
    allAnswered(outcome);
  }

  @Test
  void streamsThatStallAreBegunAgain() {
    Conduct stalled = new Conduct.Breaks(1, facts -> new CallTimedOut(facts.build()));
    Outcome outcome =
        play(
            "60 s, streams stall (restart)",
            route().midStream(MidStream.RESTART),
            true,
            seconds(120),
            troubled(seconds(60), stalled),
            well());
    allAnswered(outcome);
  }

  @Test
  void streamsThatAreGarbledAreBegunAgain() {
    Conduct garbled = new Conduct.Breaks(1, facts -> new MalformedReply(facts.build()));
    Outcome outcome =
        play(
            "60 s, streams garbled (restart)",
            route().midStream(MidStream.RESTART),
            true,
            seconds(120),
            troubled(seconds(60), garbled),
            well());
    allAnswered(outcome);
  }

  @Test
  void errorsInsideStreamsOfStatus200() {
    Conduct error = new Conduct.Breaks(0, facts -> new Overloaded(facts.build()));
    Outcome outcome =
        play(
            "60 s, an error as the stream's first event",
            route(),
            true,
            seconds(120),
            troubled(seconds(60), error),
            well());
    allAnswered(outcome);
  }

  @Test
  void oneRegionOfThreeIsDown() {
    Outcome outcome =
        play(
            "one region of three down (policy weighted)",
            route().policy(Policy.weighted()),
            false,
            seconds(120),
            troubled(seconds(60), REFUSED),
            well(),
            well());
    allAnswered(outcome);
    assertThat(outcome.wasted()).isLessThan(12);
  }

  @Test
  void allDownThenBack() {
    Plan down = troubled(seconds(30), REFUSED);
    Outcome outcome =
        play("both down for 30 s, then back", route(), false, seconds(90), down, down);
    // Calls wait for a target to come back as long as retries allow, and fail once that is over.
    assertThat(outcome.share()).isGreaterThan(0.9);
    assertThat(outcome.recovered()).isNotEqualTo(Optional.empty());
  }

  @Test
  void loneTargetIsTriedAgain() {
    Outcome outcome =
        play(
            "a lone target down for 10 s",
            route(),
            false,
            seconds(70),
            troubled(seconds(10), REFUSED));
    assertThat(outcome.share()).isGreaterThan(0.95);
  }
}
