package dev.atom.benchmarks.store;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * What all sides write: three events of 400 bytes, an effect and a timer, by compare-and-set of the
 * subject's version.
 */
final class Shape {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
  static final String TEXT = "x".repeat(389);

  /** The events' data: {@code {"text":"…"}}, 400 bytes. */
  static final Json.Obj DATA = Json.object().put("text", TEXT).build();

  static final Json.Obj PAYLOAD = Json.object().put("text", "We look into it.").build();

  private static final NewEvent EVENT =
      new NewEvent("message_received", DATA, "customer", Optional.empty());

  private Shape() {}

  static Subject subject(int number) {
    return new Subject("acme", "conversation", "conversation-" + number);
  }

  /** When the timer is due: later with each append, so that it is really moved. */
  static Instant later(long version) {
    return LATER.plusSeconds(version);
  }

  static Append append(Subject subject, long version) {
    String key = subject.id() + "/" + version;
    return Append.to(subject)
        .expect(version)
        .event(EVENT)
        .event(EVENT)
        .event(EVENT)
        .plan(NewJob.effect(key, "reply", PAYLOAD))
        .plan(NewJob.timer("follow-up", "follow-up", later(version)))
        .build();
  }
}
