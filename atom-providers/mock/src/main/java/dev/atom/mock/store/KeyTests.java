package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobQuery;
import dev.atom.store.NewJob;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Unique keys, for good and for a while, and the keys of effects. */
abstract class KeyTests extends AppendTests {
  @Test
  void uniqueKeyIsTakenOnceAndTheSecondLearnsTheHolder() {
    assertEquals(Optional.empty(), store().find(KEY));
    store().append(Append.to(CASE).unique(KEY, "message-1").build());
    assertEquals(Optional.of("message-1"), store().find(KEY));
    UniqueKeyTaken taken =
        refused(UniqueKeyTaken.class, Append.to(subject("2")).unique(KEY, "message-2"));
    assertEquals(KEY, taken.key());
    assertEquals("message-1", taken.holder());
    refused(UniqueKeyTaken.class, Append.to(CASE).unique(KEY, "message-1"));
    assertEquals(Optional.of("message-1"), store().find(KEY));
  }

  @Test
  void sameKeyInAnotherTenantOrSpaceIsFree() {
    UniqueKey space = new UniqueKey("acme", "message:sms", KEY.key());
    UniqueKey tenant = new UniqueKey("other", KEY.space(), KEY.key());
    store().append(Append.to(CASE).unique(KEY, "1").build());
    store().append(Append.to(CASE).unique(space, "2").unique(tenant, "").build());
    assertEquals(Optional.of("2"), store().find(space));
    assertEquals(Optional.of(""), store().find(tenant));
  }

  @Test
  void keyTakenForAWhileIsFreeAtTheVeryInstant() {
    store().append(Append.to(CASE).unique(KEY, "held", in(MINUTE)).build());
    advance(MINUTE.minus(MICRO));
    assertEquals(Optional.of("held"), store().find(KEY));
    refused(UniqueKeyTaken.class, Append.to(CASE).unique(KEY, "2"));
    advance(MICRO);
    assertEquals(Optional.empty(), store().find(KEY));
    store().append(Append.to(CASE).unique(KEY, "confirmed").build());
    advance(MINUTE.multipliedBy(1_000_000));
    assertEquals(Optional.of("confirmed"), store().find(KEY));
  }

  @Test
  void keyTakenUntilTheTimeIsOverIsFreeAtOnce() {
    store().append(Append.to(CASE).unique(KEY, "1", now()).build());
    assertEquals(Optional.empty(), store().find(KEY));
    store().append(Append.to(CASE).unique(KEY, "2", in(MICRO)).build());
    assertEquals(Optional.of("2"), store().find(KEY));
  }

  @Test
  void freedKeyCanBeTakenAgainByTheSameAppend() {
    store().append(Append.to(CASE).unique(KEY, "held", in(MINUTE)).build());
    store().append(Append.to(CASE).unique(KEY, "confirmed").free(KEY).build());
    assertEquals(Optional.of("confirmed"), store().find(KEY));
    store().append(Append.to(CASE).free(KEY).unique(KEY, "moved", in(MINUTE)).build());
    assertEquals(Optional.of("moved"), store().find(KEY));
    advance(MINUTE);
    assertEquals(Optional.empty(), store().find(KEY));
  }

  @Test
  void freedKeyIsFreeAndFreeingWhatNobodyHoldsDoesNothing() {
    UniqueKey other = new UniqueKey("acme", KEY.space(), "other");
    store().append(Append.to(CASE).unique(KEY, "1").unique(other, "2").build());
    store().append(Append.to(subject("2")).free(KEY).build());
    assertEquals(Optional.empty(), store().find(KEY));
    assertEquals(Optional.of("2"), store().find(other));
    store().append(Append.to(CASE).free(KEY).free(KEY).build());
    store().append(Append.to(CASE).unique(KEY, "3").build());
    assertEquals(Optional.of("3"), store().find(KEY));
  }

  @Test
  void keyTakenTwiceInOneAppendHasTheLastValue() {
    store().append(Append.to(CASE).unique(KEY, "1", in(MINUTE)).unique(KEY, "2").build());
    advance(MINUTE);
    assertEquals(Optional.of("2"), store().find(KEY));
  }

  @Test
  void effectsKeyIsUniqueInItsTenantInWhateverStateTheJobIs() {
    plan(CASE, effect("k"));
    UniqueKey key = new UniqueKey("acme", UniqueKeyTaken.EFFECTS, "k");
    assertEquals(Optional.empty(), store().find(key), "keys of effects are not found");
    assertEquals(key, refused(UniqueKeyTaken.class, sameEffect()).key());
    Job running = claimOne();
    refused(UniqueKeyTaken.class, sameEffect());
    change(JobChange.dead(running, "bounced"));
    refused(UniqueKeyTaken.class, sameEffect());
    change(JobChange.runNow(job("k")));
    change(JobChange.done(claimOne()));
    assertEquals(CASE.toString(), refused(UniqueKeyTaken.class, sameEffect()).holder());
    plan(of("other", "1"), effect("k"));
    assertEquals(2, store().jobs(JobQuery.all().name("k")).size());
  }

  @Test
  void keyOfARemovedEffectCanBeUsedAgain() {
    plan(CASE, effect("k"));
    change(JobChange.done(claimOne()));
    change(JobChange.remove(job("k")));
    assertEquals(List.of(), jobs());
    plan(subject("2"), effect("k"));
    assertEquals(subject("2"), claimOne().subject());
  }

  @Test
  void timersAndUniqueKeysDoNotTakeTheKeysOfEffects() {
    UniqueKey key = new UniqueKey("acme", UniqueKeyTaken.EFFECTS, "k");
    store().append(Append.to(CASE).plan(timer("k")).unique(key, "mine").build());
    plan(CASE, effect("k"));
    plan(subject("2"), timer("k"));
    assertEquals(3, jobs().size());
    assertEquals(Optional.of("mine"), store().find(key));
    store().append(Append.to(CASE).cancel("k").free(key).build());
    assertEquals(2, jobs().size());
    refused(UniqueKeyTaken.class, sameEffect());
  }

  private static Append.Builder sameEffect() {
    return Append.to(subject("2")).plan(NewJob.effect("k", "other", data("again")));
  }
}
