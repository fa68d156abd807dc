package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.store.Event;
import dev.atom.store.EventRange;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two processes with eight threads each append to many subjects: none lost, reordered or doubled. */
class PostgresManySubjectsTest {
  /** How many subjects; {@code -Datom.subjects=10000} asks for more. */
  private static final int SUBJECTS = Integer.getInteger("atom.subjects", 200);

  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  @Test
  void everyAppendIsThereOnceAtItsVersion() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String url = server.url(server.newDatabase());
    Map<Integer, Map<Long, String>> expected = new HashMap<>();
    int acknowledged = 0;
    try (ChildJvm one = start(url, "a");
        ChildJvm two = start(url, "b")) {
      for (ChildJvm process : List.of(one, two)) {
        List<String> lines = process.lines();
        assertThat(lines).endsWith(WriterProcess.END);
        for (String line : lines.subList(0, lines.size() - 1)) {
          String[] parts = line.split(" ", -1);
          String before =
              expected
                  .computeIfAbsent(Integer.valueOf(parts[3]), s -> new HashMap<>())
                  .put(Long.valueOf(parts[4]), parts[1] + "/" + parts[2]);
          assertThat(before).as("version acknowledged once, seed %d", SEED).isNull();
          acknowledged++;
        }
      }
    }
    assertThat(acknowledged).isEqualTo(2 * AppenderProcess.THREADS * SUBJECTS);
    try (TestPool pool = TestPool.of(url, 2);
        PostgresStore store = PostgresStore.on(pool, Clock.systemUTC())) {
      expected.forEach((subject, texts) -> check(store, subject, texts));
    }
    System.out.printf(
        "two processes: %d appends to %d subjects, seed %d%n", acknowledged, expected.size(), SEED);
  }

  private static ChildJvm start(String url, String name) throws Exception {
    return ChildJvm.start(
        AppenderProcess.class, url, name, String.valueOf(SUBJECTS), String.valueOf(SEED));
  }

  private static void check(PostgresStore store, int number, Map<Long, String> expected) {
    List<Event> events =
        store.read(AppenderProcess.subject(number), EventRange.after(0, Integer.MAX_VALUE));
    assertThat(events).hasSameSizeAs(expected.keySet());
    Map<String, Integer> last = new HashMap<>();
    Event before = events.getFirst();
    for (Event event : events) {
      String text = event.data().text("text").orElseThrow();
      assertThat(text).as("seed %d", SEED).isEqualTo(expected.get(event.version()));
      assertThat(event.at()).isAfterOrEqualTo(before.at());
      String[] parts = text.split("/", -1);
      int place = Integer.parseInt(parts[1]);
      assertThat(last.getOrDefault(parts[0], -1)).isLessThan(place);
      last.put(parts[0], place);
      before = event;
    }
  }
}
