package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Checks what a store holds against what {@link WriterProcess} was told. */
final class WrittenCheck {
  private WrittenCheck() {}

  /** Returns the appends in the store, each of which is whole. */
  static Set<String> verify(Store store, Acknowledged acknowledged) {
    assertThat(acknowledged.doubled).isEmpty();
    Set<String> appends = new HashSet<>();
    Map<String, Map<Long, String>> ends = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      ends.put("s" + i, readWhole(store, new Subject("acme", "case", "s" + i), appends));
    }
    for (Acknowledged.Appended ack : acknowledged.appends) {
      assertThat(ends.get(ack.subject())).containsEntry(ack.version(), ack.id());
      assertThat(store.find(new UniqueKey("acme", "append", ack.id()))).contains(ack.subject());
    }
    verifyJobs(store, appends, acknowledged);
    return appends;
  }

  /** Reads a subject, checks order and wholeness, and returns each append by its last version. */
  private static Map<Long, String> readWhole(Store store, Subject subject, Set<String> appends) {
    List<Event> events = store.read(subject, 0, Integer.MAX_VALUE);
    assertThat(events.stream().map(Event::version))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    Map<Long, String> ends = new HashMap<>();
    int next = 0;
    while (next < events.size()) {
      String id = events.get(next).data().text("append").orElseThrow();
      int count = number(events.get(next), "of");
      for (int i = 0; i < count; i++) {
        Event event = events.get(next + i);
        assertThat(event.data().text("append")).contains(id);
        assertThat(number(event, "index")).isEqualTo(i);
      }
      assertThat(appends.add(id)).as("append %s is there once", id).isTrue();
      next += count;
      ends.put((long) next, id);
    }
    return ends;
  }

  private static int number(Event event, String member) {
    return event.data().get(member).orElseThrow().as(Integer.class);
  }

  /** Each append has planned both its jobs, and each was done once, when it was said, or never. */
  private static void verifyJobs(Store store, Set<String> appends, Acknowledged acknowledged) {
    List<Job> jobs = store.jobs(JobQuery.all().limit(Integer.MAX_VALUE));
    Map<String, Job> effects = new HashMap<>();
    Set<String> timers = new HashSet<>();
    for (Job job : jobs) {
      if (job.plan().type() == JobType.EFFECT) {
        effects.put(job.name(), job);
      } else {
        timers.add(job.name());
      }
    }
    assertThat(effects.keySet()).isEqualTo(appends);
    List<String> replied = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      store.read(new Subject("acme", "done", "s" + i), 0, Integer.MAX_VALUE).stream()
          .map(event -> event.data().text("append").orElseThrow())
          .forEach(replied::add);
    }
    assertThat(replied).doesNotHaveDuplicates();
    assertThat(effects.values().stream().filter(j -> j.status().state() == JobState.DONE))
        .extracting(Job::name)
        .containsExactlyInAnyOrderElementsOf(replied);
    Set<String> gone =
        appends.stream().filter(id -> !timers.contains(id)).collect(Collectors.toSet());
    gone.forEach(id -> assertThat(acknowledged.ran).containsKey("reminder " + id));
    Set<String> repliedOnce = Set.copyOf(replied);
    for (String done : acknowledged.done) {
      String id = done.substring(done.indexOf(' ') + 1);
      assertThat(done.startsWith("reply") ? repliedOnce.contains(id) : gone.contains(id))
          .as(done)
          .isTrue();
    }
  }
}
