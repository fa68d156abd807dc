package dev.atom.jdbc;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.VersionConflict;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;

/**
 * A program that appends from three threads and prints each append that was acknowledged: its id,
 * the subject's id and version. Each append is whole only with its one to four events, its effect,
 * timer and unique key.
 */
final class WriterProcess {
  static final int THREADS = 3;
  static final String END = "end";

  private WriterProcess() {}

  /** Arguments: the file, a name for this process, how many appends each thread makes. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[1];
    int appends = Integer.parseInt(arguments[2]);
    try (SqliteStore store = SqliteStore.open(Path.of(arguments[0]), Clock.systemUTC())) {
      Thread[] threads = new Thread[THREADS];
      for (int t = 0; t < THREADS; t++) {
        String prefix = name + "-" + t + "-";
        threads[t] =
            Thread.ofPlatform()
                .start(
                    () -> {
                      Random random = new Random(prefix.hashCode());
                      for (int i = 0; i < appends; i++) {
                        append(store, prefix + i, random);
                      }
                    });
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    System.out.println(END);
  }

  private static void append(SqliteStore store, String id, Random random) {
    Subject subject = new Subject("acme", "case", "s" + random.nextInt(4));
    int events = 1 + random.nextInt(4);
    while (true) {
      Append.Builder append = Append.to(subject).expect(store.version(subject));
      for (int i = 0; i < events; i++) {
        Json.Obj data =
            Json.object()
                .put("append", id)
                .put("index", Json.of(i))
                .put("of", Json.of(events))
                .put("text", "x".repeat(random.nextInt(2000)))
                .build();
        append.event(new NewEvent("noted", data, "writer", Optional.empty()));
      }
      append
          .effect(id, "reply", Json.Obj.EMPTY)
          .timer(id, Clock.systemUTC().instant(), Json.Obj.EMPTY)
          .unique(new UniqueKey("acme", "append", id), subject.id());
      try {
        long version = store.append(append.build());
        acknowledge(id, subject, version);
        return;
      } catch (VersionConflict conflict) {
        // another thread or process was first: read again
      }
    }
  }

  private static synchronized void acknowledge(String id, Subject subject, long version) {
    System.out.println("ack " + id + " " + subject.id() + " " + version + " .");
    System.out.flush();
  }
}
