package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Odd names, huge and odd values, and a store that is closed. */
abstract class HostileTests extends ChangeTests {
  private static final List<String> ODD =
      List.of(
          "'; DROP TABLE events; --",
          "\"quoted\"",
          "100%",
          "100_",
          "a",
          "A",
          " a",
          "a ",
          "é",
          "e\u0301",
          "🦊",
          "漢字",
          "\\",
          "\\'",
          "?1",
          ":name",
          "${prefix}",
          "null",
          "\uFFFD",
          longest(200));

  /** Letters of three bytes each that no compression makes shorter. */
  private static String longest(int length) {
    return new Random(length)
        .ints(length, 0x4E00, 0x9FA5)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  @Test
  void oddNamesStayApartAndComeBackUnchanged() {
    for (String id : ODD) {
      store()
          .append(
              Append.to(new Subject(id, id, id))
                  .expect(0)
                  .event(written(id))
                  .plan(NewJob.effect(id, id, data(id)))
                  .plan(NewJob.timer(id, id, now()).payload(data(id)).schedule(id))
                  .unique(new UniqueKey(id, id, id), id)
                  .build());
    }
    for (String id : ODD) {
      Subject subject = new Subject(id, id, id);
      assertEquals(List.of(new Event(1, now(), written(id))), store().read(subject, 0, 10));
      assertEquals(List.of(new SubjectHead(subject, 1, now())), store().subjects(id, id, "", 10));
      assertEquals(Optional.of(id), store().find(new UniqueKey(id, id, id)));
      assertEquals(id, store().acquire(id, id, id, MINUTE).orElseThrow().owner());
      assertEquals(2, store().jobs(JobQuery.of(id).name(id).kinds(Set.of(id))).size());
      refused(UniqueKeyTaken.class, Append.to(subject).plan(NewJob.effect(id, id, data(id))));
      List<Job> claimed = store().claim(JobClaim.of(id, Set.of(id), 9, MINUTE)).jobs();
      assertEquals(List.of(id, id), names(claimed));
      assertEquals(Optional.of(id), claimed.get(0).status().worker());
      assertTrue(change(JobChange.dead(claimed.get(0), id)));
      assertEquals(Optional.of(id), jobsOf(subject).getFirst().status().error());
    }
    assertEquals(2 * ODD.size(), jobs().size());
  }

  private static NewEvent written(String id) {
    return new NewEvent(id, data(id), id, Optional.of(id));
  }

  private List<Job> jobsOf(Subject subject) {
    return store().jobs(JobQuery.of(subject));
  }

  @Test
  void namesOfGreatestLengthAreKept() {
    String name = longest(200);
    UniqueKey key = new UniqueKey(name, name, longest(500));
    Subject subject = new Subject(name, name, name);
    NewJob effect = NewJob.effect(longest(500), name, data("x"));
    store().append(Append.to(subject).event(written(name)).unique(key, name).plan(effect).build());
    assertEquals(Optional.of(name), store().find(key));
    UniqueKey almost = new UniqueKey(name, name, longest(500).substring(0, 499) + "x");
    assertEquals(Optional.empty(), store().find(almost));
    assertEquals(effect.at(now()), jobsOf(subject).getFirst().plan());
    refused(UniqueKeyTaken.class, Append.to(subject).plan(effect));
    refused(UniqueKeyTaken.class, Append.to(subject).unique(key, "x"));
    Lease lease = store().acquire(name, name, name, MINUTE).orElseThrow();
    assertEquals(2, store().append(Append.to(subject).fence(lease).event(event("x")).build()));
  }

  @Test
  void emptyAndLongTextsAreKeptWhereTheyAreAllowed() {
    UniqueKey other = new UniqueKey("acme", "s", "2");
    String text = "é🦊\n\t\"'\\".repeat(10_000);
    store().append(Append.to(CASE).unique(KEY, "").unique(other, text).build());
    assertEquals(Optional.of(""), store().find(KEY));
    assertEquals(Optional.of(text), store().find(other));
    plan(CASE, timer("t").schedule(""), timer("u").schedule(text));
    assertEquals(
        List.of("", text),
        jobs().stream().map(job -> job.plan().schedule().orElseThrow()).toList());
    List<Job> claimed = claim();
    store()
        .change(List.of(JobChange.dead(claimed.get(0), ""), JobChange.dead(claimed.get(1), text)));
    assertEquals(
        List.of("", text), jobs().stream().map(job -> job.status().error().orElseThrow()).toList());
  }

  @Test
  void errorThatIsNoTextIsKeptAsOne() {
    plan(CASE, effect("k"));
    assertTrue(change(JobChange.dead(claimOne(), "NUL \u0000 and half a pair \ud83d end")));
    assertEquals(Optional.of("NUL \uFFFD and half a pair ? end"), job("k").status().error());
  }

  @Test
  void everyCharacterOfJsonComesBackUnchanged() {
    StringBuilder all = new StringBuilder("\u0000 \ud83d half \udd8a \u007f\u0085\u2028 🦊");
    for (char c = 0; c < ' '; c++) {
      all.append(c);
    }
    Json.Obj odd =
        Json.object()
            .put("text", all.toString())
            .put(all.toString(), Json.array(List.of()))
            .build();
    keeps(odd);
  }

  @Test
  void megabytesComeBackUnchanged() {
    keeps(data("é🦊x\"\\".repeat(200_000)));
  }

  private void keeps(Json.Obj value) {
    NewEvent event = new NewEvent("large", value, "tester", Optional.empty());
    plan(CASE, effect("k").payload(value), timer("t").payload(value));
    store().append(Append.to(CASE).event(event).build());
    assertEquals(value, store().read(CASE, EventRange.last(1)).getFirst().data());
    List<Job> claimed = claim();
    assertEquals(List.of(value, value), claimed.stream().map(Job::payload).toList());
    change(JobChange.extend(claimed.getFirst(), MINUTE, value));
    assertEquals(Optional.of(value), job("k").status().progress());
    reopenIfDurable();
    assertEquals(value, store().read(CASE, 0, 1).getFirst().data());
    assertEquals(Optional.of(value), job("k").status().progress());
  }

  @Test
  void manyEventsAndJobsInOneAppendStayInOrder() {
    Append.Builder append = Append.to(CASE);
    for (int i = 0; i < 700; i++) {
      append.event(event("e" + i)).plan(effect("k" + i)).unique(key(i), "v" + i);
    }
    assertEquals(700, store().append(append.build()));
    assertEquals("e699", texts(CASE).getLast());
    assertEquals("k699", names(claim("w", 700).jobs()).getLast());
    assertEquals(Optional.of("v699"), store().find(key(699)));
    List<Job> all = jobs();
    assertEquals(700, store().change(all.stream().map(JobChange::done).toList()).size());
    Append.Builder removal = Append.to(CASE).forget(699);
    jobs().forEach(job -> removal.change(JobChange.remove(job)));
    store().append(removal.build());
    assertEquals(List.of(), jobs());
    assertEquals(List.of("e699"), texts(CASE));
  }

  private static UniqueKey key(int number) {
    return new UniqueKey("acme", "many", "k" + number);
  }

  @Test
  void farInstantsAreKept() {
    for (String at : List.of("0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")) {
      Instant instant = Instant.parse(at);
      plan(CASE, timer(at).at(instant));
      assertEquals(Optional.of(instant), job(at).status().dueAt());
      assertEquals(instant, job(at).at());
    }
    assertEquals(List.of("0000-01-01T00:00:00Z"), names(claim()));
    store().append(Append.to(CASE).unique(KEY, "x", Instant.parse("9999-12-31T23:59:59Z")).build());
    assertEquals(Optional.of("x"), store().find(KEY));
  }

  @Test
  void closesTwiceAndRefusesCallsAfterwards() {
    Lease lease = store().acquire("acme", "x", "node-1", MINUTE).orElseThrow();
    store().close();
    store().close();
    for (Executable call :
        List.<Executable>of(
            () -> append(CASE, "late"),
            () -> store().read(CASE, 0, 1),
            () -> store().version(CASE),
            () -> store().asOf(CASE, now()),
            () -> store().subjects("acme", "case", "", 1),
            () -> store().find(KEY),
            () -> store().acquire("acme", "x", "node-1", MINUTE),
            () -> store().release(lease),
            this::claim,
            () -> store().change(List.of()),
            this::jobs)) {
      assertThrows(IllegalStateException.class, call);
    }
  }
}
