package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.store.Event;
import dev.atom.store.OutboxItem;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.UniqueKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that die at any moment, and writers beside each other, lose, tear and double nothing. */
class SqliteCrashTest {
  /** How often the writer is killed; {@code -Datom.crash.kills=200} asks for more. */
  private static final int KILLS = Integer.getInteger("atom.crash.kills", 10);

  private static final long SEED = Long.getLong("atom.crash.seed", new Random().nextLong());

  @TempDir Path folder;

  /** What one writer was told to be durable: append, subject's id, its version afterwards. */
  private record Acknowledged(String append, String subject, long version) {
    static void addTo(List<Acknowledged> all, String line) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 5 && parts[4].equals(".")) { // the last line may be cut off
        all.add(new Acknowledged(parts[1], parts[2], Long.parseLong(parts[3])));
      }
    }
  }

  @Test
  void everythingAcknowledgedOutlivesSigkillWholeAndNothingIsTorn() throws Exception {
    Random random = new Random(SEED);
    Path file = folder.resolve("atom.db");
    List<Acknowledged> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm writer = start(file, "p" + kill, 1_000_000)) {
        int patience = 1 + random.nextInt(200);
        for (int i = 0; i < patience; i++) {
          String line = writer.line();
          assertThat(line).as("the writer ended by itself, seed %s", SEED).isNotNull();
          Acknowledged.addTo(acknowledged, line);
        }
        writer.kill().forEach(line -> Acknowledged.addTo(acknowledged, line));
      }
      integrityHolds(file);
    }
    Map<String, Integer> appends = verify(file, acknowledged);
    System.out.printf(
        "crash test: %d kills, %d appends acknowledged, %d found, seed %d%n",
        KILLS, acknowledged.size(), appends.size(), SEED);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
    // What was committed but not yet acknowledged when the writer died: one per thread at most.
    assertThat(appends.size() - acknowledged.size()).isBetween(0, KILLS * WriterProcess.THREADS);
  }

  @Test
  void twoProcessesOnOneFileLoseAndDoubleNothing() throws Exception {
    Path file = folder.resolve("atom.db");
    int appends = 100;
    List<Acknowledged> acknowledged = new ArrayList<>();
    try (ChildJvm one = start(file, "one", appends);
        ChildJvm two = start(file, "two", appends)) {
      for (ChildJvm writer : List.of(one, two)) {
        List<String> lines = writer.lines();
        assertThat(lines).endsWith(WriterProcess.END);
        assertThat(writer.exitCode()).isZero();
        lines.forEach(line -> Acknowledged.addTo(acknowledged, line));
      }
    }
    assertThat(acknowledged).hasSize(2 * WriterProcess.THREADS * appends);
    assertThat(verify(file, acknowledged)).hasSize(acknowledged.size());
  }

  private static ChildJvm start(Path file, String name, int appends) throws Exception {
    return ChildJvm.start(WriterProcess.class, file.toString(), name, String.valueOf(appends));
  }

  /** Returns the appends in the file with their number of events, each of which is whole. */
  private static Map<String, Integer> verify(Path file, List<Acknowledged> acknowledged)
      throws Exception {
    integrityHolds(file);
    try (SqliteStore store = SqliteStore.open(file, Clock.systemUTC())) {
      Map<String, Integer> appends = new HashMap<>();
      Map<Subject, Map<Long, String>> ends = new HashMap<>();
      for (int i = 0; i < 4; i++) {
        Subject subject = new Subject("acme", "case", "s" + i);
        ends.put(subject, readWhole(store, subject, appends));
      }
      for (Acknowledged ack : acknowledged) {
        Subject subject = new Subject("acme", "case", ack.subject());
        assertThat(ends.get(subject)).containsEntry(ack.version(), ack.append());
        assertThat(store.find(new UniqueKey("acme", "append", ack.append())))
            .contains(ack.subject());
      }
      assertThat(claimed(store)).isEqualTo(appends.keySet());
      assertThat(claimedTimers(store, appends.keySet())).isEqualTo(appends.keySet());
      return appends;
    }
  }

  /** Reads a subject, checks order and wholeness, and returns each append by its last version. */
  private static Map<Long, String> readWhole(
      SqliteStore store, Subject subject, Map<String, Integer> appends) {
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
      assertThat(appends.put(id, count)).as("append %s is there once", id).isNull();
      next += count;
      ends.put((long) next, id);
    }
    return ends;
  }

  private static int number(Event event, String member) {
    return event.data().get(member).orElseThrow().as(Integer.class);
  }

  private static Set<String> claimed(SqliteStore store) {
    List<OutboxItem> items =
        store.claimOutbox("w", Set.of("reply"), Integer.MAX_VALUE, Duration.ofDays(1));
    Set<String> keys = new HashSet<>();
    items.forEach(item -> assertThat(keys.add(item.key())).isTrue());
    return keys;
  }

  private static Set<String> claimedTimers(SqliteStore store, Set<String> names) {
    List<Timer> timers = store.claimTimers("w", names, Integer.MAX_VALUE, Duration.ofDays(1));
    Set<String> purposes = new HashSet<>();
    timers.forEach(timer -> assertThat(purposes.add(timer.purpose())).isTrue());
    return purposes;
  }

  private static void integrityHolds(Path file) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }
}
