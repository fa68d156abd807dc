package dev.atom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A store in memory, hosts on it, and what they tell. */
abstract class StartedJobs {
  static final Subject CASE = new Subject("acme", "case", "1");

  final MovedClock clock = new MovedClock("2026-03-01T12:00:00Z");
  final MemoryStore store = MemoryStore.create(clock);
  final BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
  final CountDownLatch begun = new CountDownLatch(1);
  final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    go.countDown();
  }

  final Jobs.Builder host() {
    return host(store);
  }

  final Jobs.Builder host(Store on) {
    return Jobs.newBuilder(on, clock, new Random(3))
        .poll(Duration.ofMillis(20))
        .listener(events::add);
  }

  final void plan(String key) {
    store.append(Append.to(CASE).plan(NewJob.effect(key, "call", Json.Obj.EMPTY)).build());
  }

  final Job job(String key) {
    return JobAdmin.of(store).effect("acme", key).orElseThrow();
  }

  final <T extends JobEvent> T await(Class<T> type) throws InterruptedException {
    while (true) {
      JobEvent event = events.poll(30, TimeUnit.SECONDS);
      assertThat(event).as("an event before the time is up").isNotNull();
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
  }
}
