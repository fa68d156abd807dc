package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.FenceLost;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The snippets of docs/storage.md. */
class StorageDocTest {
  private static final Subject CONVERSATION = new Subject("acme", "conversation", "c-1");

  @TempDir Path folder;
  private final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");

  @Test
  void appendsReadsAndDelivers() {
    List<String> sent = new ArrayList<>();
    Path file = folder.resolve("atom.db");
    // @start region="append"
    try (Store store = SqliteStore.open(file, Clock.systemUTC())) {
      Subject conversation = new Subject("acme", "conversation", "c-1");
      Json.Obj text = Json.object().put("text", "Where is my parcel?").build();
      Json.Obj reply = Json.object().put("text", "We look.").build();
      store.append(
          Append.to(conversation)
              .expect(0) // nobody has appended meanwhile
              .event(new NewEvent("message_received", text, "customer", Optional.empty()))
              .unique(new UniqueKey("acme", "message:email", "<17@example.org>"), "m-1")
              .plan(NewJob.effect("reply-to-m-1", "reply", reply))
              .build());
      List<Event> lastTwenty = store.read(conversation, EventRange.last(20));
      // @end
      assertThat(lastTwenty).hasSize(1);
      // @start region="outbox"
      JobClaim claim = JobClaim.of("worker-1", Set.of("reply"), 10, Duration.ofMinutes(1));
      for (Job job : store.claim(claim).jobs()) {
        sent.add(job.name()); // send it, with its name as the idempotency key
        boolean made = store.change(List.of(JobChange.done(job))).getFirst();
        if (!made) {
          sent.add("again"); // it took longer than a minute, and another worker has it now
        }
      }
      // @end
      assertThat(sent).containsExactly("reply-to-m-1");
      assertThat(store.claim(claim).jobs()).isEmpty();
      assertThat(store.jobs(JobQuery.of("acme").name("reply-to-m-1")))
          .singleElement()
          .extracting(job -> job.status().state())
          .isEqualTo(JobState.DONE);
    }
  }

  @Test
  void dropsADuplicate() {
    try (Store store = open()) {
      UniqueKey key = new UniqueKey("acme", "message:email", "<17@example.org>");
      store.append(Append.to(CONVERSATION).unique(key, "m-1").build());
      String id;
      // @start region="duplicate"
      try {
        store.append(Append.to(CONVERSATION).unique(key, "m-2").build());
        id = "m-2";
      } catch (UniqueKeyTaken taken) {
        id = taken.holder(); // delivered twice: answer as the first time
      }
      // @end
      assertThat(id).isEqualTo("m-1");
    }
  }

  @Test
  void timerIsMovedAndEnds() {
    try (Store store = open()) {
      // @start region="timer"
      Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
      NewJob reminder = NewJob.timer("follow-up", "remind", tomorrow);
      store.append(Append.to(CONVERSATION).plan(reminder).build());
      // the customer writes again: planned anew under its name, it is moved
      Instant later = tomorrow.plus(Duration.ofHours(3));
      store.append(Append.to(CONVERSATION).plan(reminder.at(later)).build());
      // @end
      assertThat(store.jobs(JobQuery.of(CONVERSATION)))
          .singleElement()
          .extracting(Job::at)
          .isEqualTo(later);
      store.append(Append.to(CONVERSATION).cancel("follow-up").build());
      assertThat(store.jobs(JobQuery.of(CONVERSATION))).isEmpty();
    }
  }

  @Test
  void leasesKeepALateWriterOut() {
    NewEvent event = new NewEvent("answered", Json.Obj.EMPTY, "assistant", Optional.empty());
    try (Store store = open()) {
      // @start region="lease"
      Optional<Lease> lease = store.acquire("acme", "turn/c-1", "node-1", Duration.ofSeconds(30));
      if (lease.isPresent()) { // empty: another node has it
        store.append(Append.to(CONVERSATION).fence(lease.get()).event(event).build());
        store.release(lease.get());
      }
      // @end
      assertThat(store.version(CONVERSATION)).isEqualTo(1);
      assertThatThrownBy(
              () -> store.append(Append.to(CONVERSATION).fence(lease.get()).event(event).build()))
          .isInstanceOf(FenceLost.class);
    }
  }

  @Test
  void readsAsItWas() {
    try (Store store = open()) {
      Instant noon = clock.instant();
      store.append(Append.to(CONVERSATION).event(note("asked")).build());
      clock.advance(Duration.ofHours(2));
      store.append(Append.to(CONVERSATION).event(note("answered")).build());
      // @start region="asOf"
      long version = store.asOf(CONVERSATION, noon.plus(Duration.ofHours(1)));
      List<Event> then = store.read(CONVERSATION, EventRange.lastBefore(version + 1, 20));
      // @end
      assertThat(then).extracting(Event::type).containsExactly("asked");
    }
  }

  @Test
  void forgetsTheOldest() {
    try (Store store = open()) {
      store.append(Append.to(CONVERSATION).event(note("asked")).event(note("answered")).build());
      // @start region="forget"
      store.append(
          Append.to(CONVERSATION)
              .event(note("forgotten_on_request"))
              .forget(store.version(CONVERSATION)) // all before it
              .build());
      // @end
      assertThat(store.version(CONVERSATION)).isEqualTo(3);
      assertThat(store.read(CONVERSATION, 0, 10))
          .extracting(Event::type)
          .containsExactly("forgotten_on_request");
    }
  }

  @Test
  void holdsASlotForAWhile() {
    try (Store store = open()) {
      // @start region="hold"
      UniqueKey slot = new UniqueKey("acme", "room-2", "2026-03-04T10:00");
      Instant until = clock.instant().plus(Duration.ofMinutes(15));
      store.append(Append.to(CONVERSATION).unique(slot, "c-1", until).build());
      // confirmed in time: free it and take it for good, in one step
      store.append(Append.to(CONVERSATION).free(slot).unique(slot, "c-1").build());
      // @end
      clock.advance(Duration.ofDays(1));
      assertThat(store.find(slot)).contains("c-1");
    }
  }

  @Test
  void joinsTheHostsTransaction() throws Exception {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
    try (SqliteStore store = SqliteStore.on(source, "atom_", clock)) {
      execute(source, "CREATE TABLE orders (id TEXT)");
      Append append =
          Append.to(CONVERSATION)
              .event(note("ordered"))
              .plan(NewJob.effect("confirm-4711", "confirm", Json.Obj.EMPTY))
              .build();
      // @start region="join"
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("INSERT INTO orders VALUES ('4711')");
        store.append(connection, append); // with the order, or not at all
        statement.execute("COMMIT");
      }
      store.committed(append); // wakes whoever waits for jobs
      // @end
      assertThat(store.version(CONVERSATION)).isEqualTo(1);
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT id FROM orders")) {
        assertThat(row.getString(1)).isEqualTo("4711");
      }
    }
  }

  private static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Store open() {
    return SqliteStore.open(folder.resolve("atom.db"), clock);
  }

  private static NewEvent note(String type) {
    return new NewEvent(type, Json.Obj.EMPTY, "tester", Optional.empty());
  }
}
