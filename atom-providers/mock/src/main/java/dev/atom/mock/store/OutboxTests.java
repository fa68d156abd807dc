package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atom.store.Append;
import dev.atom.store.Append.Outcome;
import dev.atom.store.OutboxItem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What leaves the process: claimed, settled, due again. */
abstract class OutboxTests extends LeaseTests {
  @Test
  void claimsWhatWasSentWithAllItsParts() {
    send("k");
    OutboxItem.State state = new OutboxItem.State(1, now());
    assertEquals(
        List.of(new OutboxItem(CASE, "k", "reply", data("k"), state)),
        store().claimOutbox("w", REPLY, 10, MINUTE));
  }

  @Test
  void claimsOldestFirstAndNoMoreThanTheLimit() {
    send("a", "b", "c");
    assertEquals(List.of("a", "b"), keys(store().claimOutbox("w", REPLY, 2, MINUTE)));
    assertEquals(List.of("c"), keys(store().claimOutbox("v", REPLY, 2, MINUTE)));
    assertEquals(List.of(), keys(store().claimOutbox("v", REPLY, 2, MINUTE)));
  }

  @Test
  void claimsOnlyTheKindsAskedForAndLeavesTheOthersUntouched() {
    store()
        .append(
            Append.to(CASE)
                .effect("mail-1", "mail", data("x"))
                .effect("reply-1", "reply", data("x"))
                .effect("other-1", "it's \"another\" kind", data("x"))
                .effect("mail-2", "mail", data("x"))
                .build());
    assertEquals(List.of("reply-1"), claimedKeys());
    assertEquals(List.of(), keys(store().claimOutbox("w", Set.of("Mail", "mai", "%"), 9, MINUTE)));
    assertEquals(List.of("mail-1"), keys(store().claimOutbox("w", Set.of("mail"), 1, MINUTE)));
    Set<String> two = Set.of("mail", "it's \"another\" kind");
    List<OutboxItem> rest = store().claimOutbox("w", two, 9, MINUTE);
    assertEquals(List.of("other-1", "mail-2"), keys(rest));
    assertEquals(List.of(1, 1), rest.stream().map(item -> item.state().attempts()).toList());
  }

  @Test
  void claimThatNamesNoKindIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> store().claimOutbox("w", Set.of(), 1, MINUTE));
    assertThrows(
        IllegalArgumentException.class, () -> store().claimTimers("w", Set.of(), 1, MINUTE));
  }

  @Test
  void laterItemsWaitAndComeInTheOrderInWhichTheyAreDue() {
    store()
        .append(
            Append.to(CASE)
                .effect("last", "reply", data("x"), now().plus(MINUTE.multipliedBy(2)))
                .effect("middle", "reply", data("x"), now().plus(MINUTE))
                .effect("first", "reply", data("x"))
                .build());
    assertEquals(List.of("first"), claimedKeys());
    settle("first", Outcome.DELIVERED);
    advance(MINUTE.minusNanos(1000));
    assertEquals(List.of(), claimedKeys());
    advance(MINUTE.plusNanos(1000));
    assertEquals(List.of("middle", "last"), claimedKeys());
  }

  @Test
  void claimThatEndsMakesItDueAgainAndCounts() {
    send("k");
    claimedKeys();
    advance(MINUTE.minusNanos(1000));
    assertEquals(List.of(), claimedKeys());
    advance(Duration.ofNanos(1000));
    OutboxItem again = store().claimOutbox("v", REPLY, 1, MINUTE).get(0);
    assertEquals(2, again.state().attempts());
    assertEquals(now().minus(MINUTE), again.state().dueAt());
  }

  @Test
  void settledItemsAreNotClaimedAgain() {
    send("delivered", "dead", "unknown");
    claimedKeys();
    settle("delivered", Outcome.DELIVERED);
    settle("dead", Outcome.DEAD);
    settle("unknown", Outcome.UNKNOWN);
    advance(Duration.ofDays(1000));
    assertEquals(List.of(), claimedKeys());
  }

  @Test
  void retryIsDueAfterItsWaitAndBehindWhatWasDueBefore() {
    send("a", "b");
    claimedKeys();
    store().append(Append.to(CASE).retry("a", MINUTE.multipliedBy(2)).build());
    settle("b", Outcome.RETRY);
    assertEquals(List.of("b"), claimedKeys());
    advance(MINUTE.multipliedBy(2));
    List<OutboxItem> claimed = store().claimOutbox("w", REPLY, 10, MINUTE);
    assertEquals(List.of("b", "a"), keys(claimed));
    assertEquals(3, claimed.get(0).state().attempts());
    assertEquals(new OutboxItem.State(2, now()), claimed.get(1).state());
  }

  @Test
  void personMakesDeadAndUnknownItemsDueAgain() {
    send("dead", "unknown");
    claimedKeys();
    settle("dead", Outcome.DEAD);
    settle("unknown", Outcome.UNKNOWN);
    settle("unknown", Outcome.RETRY);
    assertEquals(List.of("unknown"), claimedKeys());
    settle("dead", Outcome.RETRY);
    assertEquals(List.of("dead"), claimedKeys());
  }

  @Test
  void deliveredIsFinal() {
    send("k");
    claimedKeys();
    settle("k", Outcome.DELIVERED);
    settle("k", Outcome.RETRY);
    settle("k", Outcome.DEAD);
    settle("k", Outcome.RETRY);
    advance(MINUTE);
    assertEquals(List.of(), claimedKeys());
  }

  @Test
  void settlementAndWhatFollowsFromItAreOneAppend() {
    send("k");
    claimedKeys();
    Append append =
        Append.to(CASE)
            .event(event("delivered"))
            .settle("k", Outcome.DELIVERED)
            .effect("next", "reply", data("x"))
            .settle("next", Outcome.DEAD)
            .build();
    assertEquals(1, store().append(append));
    advance(MINUTE);
    assertEquals(List.of(), claimedKeys());
  }

  @Test
  void itemIsSettledThroughAnySubjectOfItsTenant() {
    send("k");
    claimedKeys();
    store().append(Append.to(subject("other")).settle("k", Outcome.DELIVERED).build());
    advance(MINUTE);
    assertEquals(List.of(), claimedKeys());
  }

  private static List<String> keys(List<OutboxItem> items) {
    return items.stream().map(OutboxItem::key).toList();
  }
}
