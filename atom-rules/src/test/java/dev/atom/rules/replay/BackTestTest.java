package dev.atom.rules.replay;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackTestTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static ReplayEvent event(long n) {
    Facts facts = Facts.of(Json.object().put("n", n).put("odd", n % 2 == 1).build());
    return new ReplayEvent("e" + n, facts, NOW.plusSeconds(n));
  }

  private static Iterator<ReplayEvent> events(long count) {
    return LongStream.range(0, count).mapToObj(BackTestTest::event).iterator();
  }

  private static Rule rule(String id, long from, Action... then) {
    return Rule.newBuilder(id).when(field("n").gte(from)).then(then).build();
  }

  private static final RuleSet BEFORE =
      RuleSet.of(
          List.of(
              rule("late", 90, Action.of("a")),
              rule("gone", 98, Action.of("a")),
              rule("same", 50, Action.of("a")),
              rule("other", 99, Action.of("a"))));
  private static final RuleSet AFTER =
      RuleSet.of(
          List.of(
              rule("late", 86, Action.of("a")),
              rule("same", 50, Action.of("a")),
              rule("other", 99, Action.of("b")),
              Rule.newBuilder("new").when(all(field("odd").eq(true), field("n").lt(4))).build()));

  @Test
  void countsWhatAChangeWouldHaveMade() {
    BackTestReport report =
        BackTest.run(BEFORE, AFTER, events(100), ReplayOptions.DEFAULT, CallContext.create());
    assertThat(report.events()).isEqualTo(100);
    assertThat(report.end()).isEqualTo(ReplayEnd.COMPLETE);
    assertThat(report.rule("late").firings())
        .isEqualTo(new BackTestReport.Firings(10, 14, 10, false));
    assertThat(report.rule("late").gainedOn()).containsExactly("e86", "e87", "e88", "e89");
    assertThat(report.rule("gone").firings().lost()).isEqualTo(2);
    assertThat(report.rule("gone").lostOn()).containsExactly("e98", "e99");
    assertThat(report.rule("new").firings().gained()).isEqualTo(2);
    assertThat(report.rule("same").firings().gained()).isZero();
    assertThat(report.rule("other").firings().actionsDiffer()).isTrue();
    assertThat(report.different()).isEqualTo(8);
    assertThat(report.differences()).hasSize(8);
    assertThat(report)
        .hasToString(
            """
            the outcome differs on 8 of 100 events
              late: fired 10 times, would fire 14 times; new on 4 (e86, e87, e88, e89)
              gone: fired 2 times, would fire 0 times; no longer on 2 (e98, e99)
              other: fired once, would fire once; with other actions
              new: fired 0 times, would fire 2 times; new on 2 (e1, e3)""");
    assertThat(report.toJson().at("/differences/7/actionsDiffer/0")).contains(Json.of("other"));
    assertThat(
            BackTest.run(BEFORE, AFTER, events(100), ReplayOptions.DEFAULT, CallContext.create()))
        .isEqualTo(report);
  }

  @Test
  void agreesWithEvaluatingEventByEvent() {
    BackTestReport report =
        BackTest.run(
            BEFORE, AFTER, events(200), ReplayOptions.DEFAULT.samples(3), CallContext.create());
    for (BackTestReport.RuleCount count : report.rules()) {
      long before = 0;
      long after = 0;
      long both = 0;
      for (int i = 0; i < 200; i++) {
        boolean was = fires(BEFORE, count.rule(), event(i));
        boolean is = fires(AFTER, count.rule(), event(i));
        before += was ? 1 : 0;
        after += is ? 1 : 0;
        both += was && is ? 1 : 0;
      }
      assertThat(count.firings().before()).isEqualTo(before);
      assertThat(count.firings().after()).isEqualTo(after);
      assertThat(count.firings().both()).isEqualTo(both);
      assertThat(count.gainedOn()).hasSizeLessThanOrEqualTo(3);
    }
  }

  private static boolean fires(RuleSet rules, String id, ReplayEvent event) {
    return rules.evaluate(event.facts(), event.at()).fired().stream()
        .anyMatch(rule -> rule.id().equals(id));
  }

  @Test
  void seesThatTheOrderChanged() {
    Rule a = rule("a", 0);
    Rule b = rule("b", 0);
    BackTestReport report =
        BackTest.run(
            RuleSet.of(List.of(a, b)),
            RuleSet.of(List.of(b, a)),
            events(3),
            ReplayOptions.DEFAULT,
            CallContext.create());
    assertThat(report.different()).isEqualTo(3);
    assertThat(report.differences().getFirst().order()).isTrue();
  }

  @Test
  void tellsHowOftenOneSetWouldHaveFired() {
    BackTestReport report =
        BackTest.run(AFTER, events(100), ReplayOptions.DEFAULT.samples(2), CallContext.create());
    assertThat(report.rule("late"))
        .hasToString("late: fired 0 times, would fire 14 times; new on 14 (e86, e87, …)");
  }

  @Test
  void endsWhenItIsCancelledAndReportsUpToThere() {
    CallContext context = CallContext.create();
    List<Long> told = new ArrayList<>();
    ReplayOptions options =
        ReplayOptions.DEFAULT.progress(
            10,
            events -> {
              told.add(events);
              if (events == 30) {
                context.cancel();
              }
            });
    BackTestReport report = BackTest.run(BEFORE, AFTER, events(1_000_000), options, context);
    assertThat(report.end()).isEqualTo(ReplayEnd.CANCELLED);
    assertThat(report.events()).isEqualTo(30);
    assertThat(told).containsExactly(10L, 20L, 30L);
    assertThat(report.toString()).contains("ended early: cancelled");
  }

  @Test
  void endsAtTheDeadline() {
    CallContext late =
        CallContext.create()
            .deadline(Deadline.after(Duration.ZERO, Clock.fixed(NOW, ZoneOffset.UTC)));
    BackTestReport report = BackTest.run(BEFORE, AFTER, events(10), ReplayOptions.DEFAULT, late);
    assertThat(report.end()).isEqualTo(ReplayEnd.DEADLINE);
    assertThat(report.events()).isZero();
  }

  @Test
  void anInterruptEndsItAndStaysVisible() {
    Thread.currentThread().interrupt();
    BackTestReport report =
        BackTest.run(BEFORE, AFTER, events(10), ReplayOptions.DEFAULT, CallContext.create());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.end()).isEqualTo(ReplayEnd.CANCELLED);
  }

  @Test
  void keepsNoMoreOfManyEventsThanOfFew() {
    ReplayOptions options = ReplayOptions.DEFAULT.samples(5);
    BackTestReport report =
        BackTest.run(BEFORE, AFTER, events(50_000), options, CallContext.create());
    assertThat(report.events()).isEqualTo(50_000);
    assertThat(report.toJson().toString()).hasSizeLessThan(3_000);
  }

  @Test
  void readsAStoresEventsPageByPage() {
    // A clock that goes on by a second for each append.
    long[] second = new long[1];
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return NOW.plusSeconds(second[0]);
          }
        };
    try (MemoryStore store = MemoryStore.create(clock)) {
      for (int i = 0; i < 450; i++) {
        second[0]++;
        append(store, "case-1", i);
      }
      append(store, "case-2", 7);
      for (int i = 0; i < 205; i++) {
        append(store, "other-" + (1000 + i), i);
      }
      List<String> all =
          ids(StoredEvents.ofKind(store, "t", "case", NOW, Instant.MAX, this::facts));
      Set<String> distinct = new HashSet<>(all);
      assertThat(all).hasSize(450 - 1 + 1 + 205).hasSameSizeAs(distinct);
      assertThat(all.getFirst()).isEqualTo("case-1:1");
      assertThat(all).contains("case-2:1").doesNotContain("case-1:14");
      List<String> period =
          ids(
              StoredEvents.of(
                  store,
                  new Subject("t", "case", "case-1"),
                  NOW.plusSeconds(211),
                  NOW.plusSeconds(221),
                  this::facts));
      assertThat(period)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(211, 220).mapToObj(i -> "case-1:" + i).toList());
      BackTestReport report =
          BackTest.run(
              RuleSet.of(List.of(rule("r", 440))),
              StoredEvents.ofKind(store, "t", "case", NOW, Instant.MAX, this::facts),
              ReplayOptions.DEFAULT,
              CallContext.create());
      assertThat(report.rule("r").firings().after()).isEqualTo(10);
    }
  }

  private static void append(MemoryStore store, String id, int n) {
    store.append(
        Append.to(new Subject("t", "case", id))
            .event(
                new NewEvent(
                    "updated", Json.object().put("n", n).build(), "test", Optional.empty()))
            .build());
  }

  private Optional<Facts> facts(Subject subject, Event event) {
    boolean seen =
        !event.data().get("n").equals(Optional.of(Json.of(13))) || !subject.id().equals("case-1");
    return seen ? Optional.of(Facts.of(event.data())) : Optional.empty();
  }

  private static List<String> ids(Iterator<ReplayEvent> events) {
    List<String> ids = new ArrayList<>();
    events.forEachRemaining(event -> ids.add(event.id()));
    return ids;
  }
}
