package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.jdbc.connection.SqliteConnections;
import dev.atom.jdbc.connection.SqliteTurn;
import dev.atom.jdbc.connection.SqliteWriter;
import dev.atom.jdbc.connection.Tables;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that queue are written together, and each is as if it had been alone. */
class SqliteWriterTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void makeTables() {
    file = folder.resolve("atom.db");
    SqliteStore.open(file, CLOCK).close();
  }

  @Test
  void refusedCallerHarmsNobodyInItsGroup() throws Exception {
    try (SqliteStore store = SqliteStore.open(file, CLOCK);
        Held held = new Held(file)) {
      List<Started<Long>> started = new ArrayList<>();
      started.add(queued(() -> append(store, "leader", 0)));
      for (int i = 0; i < 5; i++) {
        long expected = i == 2 ? 7 : 0;
        String id = "s" + i;
        started.add(queued(() -> append(store, id, expected)));
      }
      held.release();
      for (int i = 0; i < 6; i++) {
        Started<Long> caller = started.get(i);
        if (i == 3) {
          assertThatThrownBy(caller::result).isInstanceOf(VersionConflict.class);
        } else {
          assertThat(caller.result()).isEqualTo(1);
        }
      }
      assertThat(store.subjects("acme", "case", "", 9))
          .extracting(head -> head.subject().id())
          .containsExactly("leader", "s0", "s1", "s3", "s4");
    }
  }

  @Test
  void callersThatQueueShareOneTransaction() throws Exception {
    try (SqliteConnections connections = connections();
        Held held = new Held(file)) {
      // What a transaction has not committed, only itself sees.
      SqliteConnections.Work<Integer> countUp =
          session -> {
            session.update("INSERT INTO atom_subjects VALUES (NULL, 't', 'k', random(), 1, 1)");
            int own = session.first("SELECT count(*) FROM #subjects", r -> r.getInt(1)).orElse(0);
            int committed =
                connections
                    .read("count", s -> s.first("SELECT count(*) FROM #subjects", r -> r.getInt(1)))
                    .orElse(0);
            return own - committed;
          };
      List<Started<Integer>> started = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        started.add(queued(() -> connections.write("count", countUp)));
      }
      held.release();
      assertThat(started.get(0).result()).isEqualTo(1);
      assertThat(started.get(1).result()).isEqualTo(1);
      assertThat(started.get(2).result()).isEqualTo(2);
      assertThat(started.get(3).result()).isEqualTo(3);
    }
  }

  @Test
  void failureAfterWritingIsUndoneAndThatOfOneAlone() throws Exception {
    try (SqliteConnections connections = connections();
        Held held = new Held(file)) {
      List<Started<Integer>> started = new ArrayList<>();
      for (String id : List.of("leader", "one", "bad", "three")) {
        SqliteConnections.Work<Integer> work =
            session -> {
              session.update("INSERT INTO atom_subjects VALUES (NULL, 't', 'k', ?, 1, 1)", id);
              return id.equals("bad") ? session.update("INSERT INTO nowhere VALUES (1)") : 1;
            };
        started.add(queued(() -> connections.write("insert", work)));
      }
      held.release();
      assertThatThrownBy(started.get(2)::result)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nowhere");
      for (int i : List.of(0, 1, 3)) {
        assertThat(started.get(i).result()).isEqualTo(1);
      }
      List<String> ids =
          connections.read(
              "read", s -> s.query("SELECT id FROM #subjects ORDER BY id", r -> r.getString(1)));
      assertThat(ids).containsExactly("leader", "one", "three");
    }
  }

  @Test
  void interruptInTheQueueTakesTheCallBack() throws Exception {
    try (SqliteStore store = SqliteStore.open(file, CLOCK);
        Held held = new Held(file)) {
      Started<Long> leader = queued(() -> append(store, "leader", 0));
      Started<Boolean> interrupted =
          queued(
              () -> {
                assertThatThrownBy(() -> append(store, "never", 0))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("nothing was done")
                    .extracting(e -> ((StoreException) e).retryable())
                    .isEqualTo(true);
                return Thread.currentThread().isInterrupted();
              });
      Started<Long> behind = queued(() -> append(store, "behind", 0));
      interrupted.thread().interrupt();
      assertThat(interrupted.result()).isTrue();
      held.release();
      assertThat(leader.result()).isEqualTo(1);
      assertThat(behind.result()).isEqualTo(1);
      assertThat(store.version(new Subject("acme", "case", "never"))).isZero();
    }
  }

  @Test
  void interruptOfWhoeverWritesIsKeptAndTheWriteStands() throws Exception {
    try (SqliteStore store = SqliteStore.open(file, CLOCK);
        Held held = new Held(file)) {
      Started<Boolean> leader =
          queued(
              () -> {
                append(store, "leader", 0);
                return Thread.currentThread().isInterrupted();
              });
      leader.thread().interrupt();
      held.release();
      assertThat(leader.result()).isTrue();
      assertThat(store.version(new Subject("acme", "case", "leader"))).isEqualTo(1);
    }
  }

  @Test
  void fullDiskIsToldAndTheNextAppendWorks() throws Exception {
    List<Connection> lent = new ArrayList<>();
    SqliteConnections connections =
        new SqliteConnections(
            () -> {
              lent.add(DriverManager.getConnection("jdbc:sqlite:" + file));
              return lent.getLast();
            },
            Tables.named("atom_"),
            Duration.ofSeconds(10));
    SqliteConnections.Work<Integer> large =
        session ->
            session.update(
                "INSERT INTO atom_subjects VALUES (NULL, 't', 'k', hex(randomblob(90000)), 1, 1)");
    try (connections) {
      assertThat(connections.write("append", large)).isEqualTo(1);
      execute(lent.getFirst(), "PRAGMA max_page_count = 1"); // as many as there are
      assertThatThrownBy(() -> connections.write("append", large))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("free space")
          .extracting(e -> ((StoreException) e).retryable())
          .isEqualTo(true);
      // On another connection, which knows of no such limit: SQLite has ended the first one's.
      assertThat(connections.write("append", large)).isEqualTo(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private SqliteConnections connections() {
    return new SqliteConnections(
        () -> DriverManager.getConnection("jdbc:sqlite:" + file),
        Tables.named("atom_"),
        Duration.ofSeconds(60));
  }

  private static long append(SqliteStore store, String id, long expected) {
    NewEvent event = new NewEvent("noted", Json.Obj.EMPTY, "tester", Optional.empty());
    return store.append(
        Append.to(new Subject("acme", "case", id)).expect(expected).event(event).build());
  }

  /** The write lock in another's hands, so that the first caller waits for it and others queue. */
  private static final class Held implements AutoCloseable {
    private final Connection connection;

    Held(Path file) throws SQLException {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      execute(connection, "BEGIN IMMEDIATE");
    }

    void release() throws SQLException {
      execute(connection, "COMMIT");
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private record Started<T>(Thread thread, FutureTask<T> task) {
    T result() throws Exception {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }
  }

  /** Returns a call that leads, which is in SQLite, or waits in the queue. */
  private static <T> Started<T> queued(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    while (!(LockSupport.getBlocker(thread) instanceof SqliteTurn) && !isInSqlite(thread)) {
      Thread.onSpinWait();
    }
    return new Started<>(thread, task);
  }

  private static boolean isInSqlite(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals(SqliteWriter.class.getName())
          && frame.getMethodName().equals("begun")) {
        return true;
      }
    }
    return false;
  }
}
