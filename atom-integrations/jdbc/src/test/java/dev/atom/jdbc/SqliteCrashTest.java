package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that die at any moment, and writers beside each other, lose, tear and double nothing. */
class SqliteCrashTest {
  /** How often the writer is killed; {@code -Datom.kills=200} asks for more. */
  private static final int KILLS = Integer.getInteger("atom.kills", 10);

  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  @TempDir Path folder;

  @Test
  void everythingAcknowledgedOutlivesSigkillWholeAndNothingIsTorn() throws Exception {
    Random random = new Random(SEED);
    Path file = folder.resolve("atom.db");
    Acknowledged acknowledged = new Acknowledged();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm writer = start(file, "p" + kill, 1_000_000)) {
        int patience = 1 + random.nextInt(400);
        for (int i = 0; i < patience; i++) {
          String line = writer.line();
          assertThat(line).as("the writer ended by itself, seed %s", SEED).isNotNull();
          acknowledged.add(kill, line);
        }
        for (String line : writer.kill()) {
          acknowledged.add(kill, line);
        }
      }
      integrityHolds(file);
    }
    Set<String> appends = verify(file, acknowledged);
    System.out.printf(
        "crash test: %d kills, %d appends and %d jobs acknowledged, %d appends found, seed %d%n",
        KILLS, acknowledged.appends.size(), acknowledged.done.size(), appends.size(), SEED);
    assertThat(acknowledged.appends).hasSizeGreaterThanOrEqualTo(KILLS);
    // What was committed but not yet acknowledged when the writer died: one per thread at most.
    assertThat(appends.size() - acknowledged.appends.size())
        .isBetween(0, KILLS * WriterProcess.THREADS);
  }

  @Test
  void twoProcessesOnOneFileLoseAndDoubleNothing() throws Exception {
    Path file = folder.resolve("atom.db");
    int appends = 100;
    Acknowledged acknowledged = new Acknowledged();
    try (ChildJvm one = start(file, "one", appends);
        ChildJvm two = start(file, "two", appends)) {
      for (ChildJvm writer : List.of(one, two)) {
        List<String> lines = writer.lines();
        assertThat(lines).endsWith(WriterProcess.END);
        assertThat(writer.exitCode()).isZero();
        lines.forEach(line -> acknowledged.add(0, line));
      }
    }
    assertThat(acknowledged.appends).hasSize(2 * WriterProcess.THREADS * appends);
    assertThat(verify(file, acknowledged)).hasSize(acknowledged.appends.size());
    assertThat(acknowledged.done).hasSize(2 * acknowledged.appends.size());
  }

  private static ChildJvm start(Path file, String name, int appends) throws Exception {
    return ChildJvm.start(WriterProcess.class, file.toString(), name, String.valueOf(appends));
  }

  /** Returns the appends in the file, each of which is whole. */
  private static Set<String> verify(Path file, Acknowledged acknowledged) throws Exception {
    integrityHolds(file);
    assertThat(acknowledged.doubled).isEmpty();
    try (SqliteStore store = SqliteStore.open(file, Clock.systemUTC())) {
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
  }

  /** Reads a subject, checks order and wholeness, and returns each append by its last version. */
  private static Map<Long, String> readWhole(
      SqliteStore store, Subject subject, Set<String> appends) {
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
  private static void verifyJobs(
      SqliteStore store, Set<String> appends, Acknowledged acknowledged) {
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

  private static void integrityHolds(Path file) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }
}
