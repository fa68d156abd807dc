package dev.atom.jdbc;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;

/**
 * A program whose eight threads append to many subjects in any order, and which prints who appended
 * what where: {@code ack}, the thread's name, the append's place among the thread's own, the
 * subject's number and the version.
 */
final class AppenderProcess {
  static final int THREADS = 8;

  private AppenderProcess() {}

  /** Arguments: the server's URL, a name for this process, how many subjects, a seed. */
  public static void main(String[] arguments) throws Exception {
    int subjects = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    try (TestPool pool = TestPool.of(arguments[0], THREADS);
        Store store = PostgresStore.on(pool, Clock.systemUTC())) {
      Thread[] threads = new Thread[THREADS];
      for (int t = 0; t < THREADS; t++) {
        String name = arguments[1] + t;
        Random random = new Random(seed + name.hashCode());
        threads[t] = Thread.ofPlatform().start(() -> append(store, name, subjects, random));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    System.out.println(WriterProcess.END);
  }

  static Subject subject(int number) {
    return new Subject("acme", "case", "s" + number);
  }

  private static void append(Store store, String name, int subjects, Random random) {
    for (int i = 0; i < subjects; i++) {
      // Few of them often, so that threads and processes meet.
      int number = random.nextInt(1 + random.nextInt(subjects));
      NewEvent event =
          new NewEvent(
              "noted", Json.object().put("text", name + "/" + i).build(), "t", Optional.empty());
      long version = append(store, subject(number), event, random.nextBoolean());
      synchronized (AppenderProcess.class) {
        System.out.println("ack " + name + " " + i + " " + number + " " + version);
      }
    }
  }

  private static long append(Store store, Subject subject, NewEvent event, boolean expecting) {
    while (true) {
      Append.Builder append = Append.to(subject).event(event);
      if (expecting) {
        append.expect(store.version(subject));
      }
      try {
        return store.append(append.build());
      } catch (VersionConflict conflict) {
        // another was first
      }
    }
  }
}
