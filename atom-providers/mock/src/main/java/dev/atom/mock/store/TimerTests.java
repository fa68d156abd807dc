package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.store.Append;
import dev.atom.store.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Timers: set, moved, cancelled, claimed. */
abstract class TimerTests extends OutboxTests {
  @Test
  void timerIsDueAtItsInstantAndNotBefore() {
    timer(CASE, "reminder", now().plus(MINUTE));
    advance(MINUTE.minusNanos(1000));
    assertEquals(List.of(), claimedPurposes());
    advance(Duration.ofNanos(1000));
    assertEquals(
        List.of(new Timer(CASE, "reminder", now(), data("reminder"))),
        store().claimTimers("w", PURPOSES, 10, MINUTE));
  }

  @Test
  void movedTimerIsDueAtTheNewInstantOnly() {
    timer(CASE, "reminder", now().plus(MINUTE));
    timer(CASE, "reminder", now().plus(MINUTE.multipliedBy(3)));
    advance(MINUTE.multipliedBy(2));
    assertEquals(List.of(), claimedPurposes());
    timer(CASE, "reminder", now());
    assertEquals(List.of("reminder"), claimedPurposes());
    advance(MINUTE.multipliedBy(2));
    assertEquals(1, store().claimTimers("w", PURPOSES, 10, MINUTE).size());
  }

  @Test
  void cancelledTimerIsNeverDue() {
    timer(CASE, "reminder", now());
    timer(subject("2"), "reminder", now());
    store().append(Append.to(CASE).cancelTimer("reminder").cancelTimer("never set").build());
    List<Timer> claimed = store().claimTimers("w", PURPOSES, 10, MINUTE);
    assertEquals(List.of(subject("2")), claimed.stream().map(Timer::subject).toList());
  }

  @Test
  void purposesOfASubjectAndSubjectsOfAPurposeAreTimersOfTheirOwn() {
    timer(CASE, "a", now());
    timer(CASE, "b", now());
    timer(subject("2"), "a", now());
    assertEquals(3, claimedPurposes().size());
  }

  @Test
  void claimsEarliestFirstAndNoMoreThanTheLimit() {
    timer(CASE, "third", now().plusSeconds(3));
    timer(CASE, "first", now().plusSeconds(1));
    timer(CASE, "second", now().plusSeconds(2));
    advance(MINUTE);
    assertEquals(
        List.of("first", "second"), purposes(store().claimTimers("w", PURPOSES, 2, MINUTE)));
    assertEquals(List.of("third"), purposes(store().claimTimers("v", PURPOSES, 2, MINUTE)));
    assertEquals(List.of(), purposes(store().claimTimers("v", PURPOSES, 2, MINUTE)));
  }

  @Test
  void claimsOnlyThePurposesAskedForAndLeavesTheOthersUntouched() {
    timer(CASE, "first", now());
    timer(CASE, "second", now());
    timer(CASE, "third", now());
    assertEquals(
        List.of("second"), purposes(store().claimTimers("w", Set.of("second", "x"), 9, MINUTE)));
    assertEquals(
        Set.of("first", "third"),
        Set.copyOf(purposes(store().claimTimers("v", PURPOSES, 9, MINUTE))));
  }

  @Test
  void claimThatEndsMakesItDueAgain() {
    timer(CASE, "reminder", now());
    claimedPurposes();
    advance(MINUTE.minusNanos(1000));
    assertEquals(List.of(), claimedPurposes());
    advance(Duration.ofNanos(1000));
    assertEquals(List.of("reminder"), claimedPurposes());
  }

  @Test
  void claimEndsWhenTheTimerIsSetAnewOrCancelled() {
    timer(CASE, "again", now());
    timer(CASE, "done", now());
    claimedPurposes();
    timer(CASE, "again", now());
    store().append(Append.to(CASE).cancelTimer("done").build());
    assertEquals(List.of("again"), claimedPurposes());
    advance(MINUTE);
    assertEquals(List.of("again"), claimedPurposes());
  }

  @Test
  void changesOfOneAppendHappenInTheirOrder() {
    store()
        .append(
            Append.to(CASE)
                .timer("a", now(), data("x"))
                .cancelTimer("a")
                .cancelTimer("b")
                .timer("b", now(), data("x"))
                .build());
    assertEquals(List.of("b"), claimedPurposes());
  }

  private static List<String> purposes(List<Timer> timers) {
    return timers.stream().map(Timer::purpose).toList();
  }
}
