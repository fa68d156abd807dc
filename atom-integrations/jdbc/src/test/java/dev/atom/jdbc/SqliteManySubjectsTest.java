package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight threads append to many subjects in any order: none lost, out of order or there twice. */
class SqliteManySubjectsTest {
  private static final int THREADS = 8;

  /** How many subjects; {@code -Datom.subjects=10000} asks for more. */
  private static final int SUBJECTS = Integer.getInteger("atom.subjects", 500);

  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  @TempDir Path folder;

  /** An append that was acknowledged: by whom, its place among theirs, and the version it led to. */
  private record Appended(int subject, String text, long version) {}

  @Test
  void everyAppendIsThereOnceAtItsVersion() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("atom.db"), Clock.systemUTC())) {
      List<FutureTask<List<Appended>>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        FutureTask<List<Appended>> task = new FutureTask<>(() -> appends(store, thread));
        threads.add(task);
        Thread.ofPlatform().start(task);
      }
      Map<Integer, Map<Long, String>> expected = new HashMap<>();
      for (FutureTask<List<Appended>> thread : threads) {
        for (Appended each : thread.get()) {
          String before =
              expected
                  .computeIfAbsent(each.subject(), s -> new HashMap<>())
                  .put(each.version(), each.text());
          assertThat(before).as("version acknowledged once, seed %d", SEED).isNull();
        }
      }
      expected.forEach((subject, texts) -> check(store, subject, texts));
    }
  }

  private static List<Appended> appends(SqliteStore store, int thread) {
    Random random = new Random(SEED + thread);
    List<Appended> appended = new ArrayList<>();
    for (int i = 0; i < SUBJECTS; i++) {
      // Few of them often, so that threads meet.
      int number = random.nextInt(1 + random.nextInt(SUBJECTS));
      String text = thread + "/" + i;
      appended.add(new Appended(number, text, append(store, number, text)));
    }
    return appended;
  }

  private static long append(SqliteStore store, int number, String text) {
    Subject subject = subject(number);
    NewEvent event =
        new NewEvent("noted", Json.object().put("text", text).build(), "tester", Optional.empty());
    while (true) {
      try {
        return store.append(Append.to(subject).expect(store.version(subject)).event(event).build());
      } catch (VersionConflict conflict) {
        // another thread was first
      }
    }
  }

  private static void check(SqliteStore store, int number, Map<Long, String> expected) {
    List<Event> events = store.read(subject(number), EventRange.after(0, Integer.MAX_VALUE));
    assertThat(events).hasSameSizeAs(expected.keySet());
    Map<String, Integer> last = new HashMap<>();
    long version = 0;
    for (Event event : events) {
      version++;
      String text = event.data().text("text").orElseThrow();
      assertThat(event.version()).isEqualTo(version);
      assertThat(text).as("seed %d", SEED).isEqualTo(expected.get(version));
      String[] parts = text.split("/", -1);
      int place = Integer.parseInt(parts[1]);
      assertThat(last.put(parts[0], place))
          .satisfiesAnyOf(
              before -> assertThat(before).isNull(),
              before -> assertThat(before).isLessThan(place));
    }
  }

  private static Subject subject(int number) {
    return new Subject("acme", "case", "s" + number);
  }
}
