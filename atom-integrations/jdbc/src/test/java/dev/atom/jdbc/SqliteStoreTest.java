package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.jdbc.connection.SqliteConnections;
import dev.atom.jdbc.connection.Tables;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteStoreTest {
  private static final Subject CASE = new Subject("acme", "case", "4711");
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;

  @Test
  void fileItsLogAndItsIndexAreForTheOwnerOnly() throws Exception {
    try (SqliteStore store = SqliteStore.open(file(), CLOCK)) {
      append(store, "a");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files)
            .hasSize(3)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void fileThatIsThereKeepsItsMode() throws Exception {
    Files.createFile(file());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    try (SqliteStore store = SqliteStore.open(file(), CLOCK)) {
      append(store, "a");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void everyConnectionLogsAheadAndSyncsFully() {
    SqliteConnections connections =
        new SqliteConnections(
            () -> DriverManager.getConnection("jdbc:sqlite:" + file()),
            Tables.named("a"),
            Duration.ofSeconds(10));
    try (connections) {
      for (String pragma : List.of("journal_mode=wal", "synchronous=2", "busy_timeout=10000")) {
        String[] parts = pragma.split("=", -1);
        SqliteConnections.Work<Optional<String>> ask =
            session -> session.first("PRAGMA " + parts[0], row -> row.getString(1));
        assertThat(connections.read("ask", ask)).contains(parts[1]);
        assertThat(connections.write("ask", ask)).contains(parts[1]);
      }
    }
  }

  @Test
  void connectionThatTheDataSourceHasClosedIsReplaced() throws Exception {
    List<Connection> lent = new ArrayList<>();
    SqliteConnections connections =
        new SqliteConnections(
            () -> {
              Connection next = DriverManager.getConnection("jdbc:sqlite:" + file());
              lent.add(next);
              return next;
            },
            Tables.named("a"),
            Duration.ofSeconds(10));
    try (connections) {
      SqliteConnections.Work<Optional<Integer>> ask =
          session -> session.first("SELECT 1", row -> row.getInt(1));
      assertThat(connections.write("ask", ask)).contains(1);
      for (Connection connection : lent) {
        connection.close();
      }
      assertThatThrownBy(() -> connections.write("ask", ask)).isInstanceOf(StoreException.class);
      assertThat(connections.write("ask", ask)).contains(1);
    }
  }

  @Test
  void nameOfTheFileMayHoldAnything() {
    Path odd = folder.resolve("a?b=c&mode=memory %41#'\"; é.db");
    try (SqliteStore store = SqliteStore.open(odd, CLOCK)) {
      append(store, "a");
    }
    assertThat(odd).exists();
    try (SqliteStore store = SqliteStore.open(odd, CLOCK)) {
      assertThat(store.version(CASE)).isEqualTo(1);
    }
  }

  @Test
  void missingDirectoryIsNamed() {
    Path lost = folder.resolve("missing/atom.db");
    assertThatThrownBy(() -> SqliteStore.open(lost, CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(lost.toString())
        .hasMessageContaining("directory must be there");
  }

  @Test
  void fileThatIsNoDatabaseIsRefusedAndLeftAsItIs() throws Exception {
    Files.writeString(file(), "this is a text, and long enough to be one. ".repeat(50));
    assertThatThrownBy(() -> SqliteStore.open(file(), CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("NOTADB")
        .extracting(e -> ((StoreException) e).retryable())
        .isEqualTo(false);
    assertThat(file()).content().startsWith("this is a text");
  }

  @Test
  void databaseOfANewerVersionIsRefusedWithTheRemedy() throws Exception {
    SqliteStore.open(file(), CLOCK).close();
    sql("UPDATE atom_schema SET version = 2");
    assertThatThrownBy(() -> SqliteStore.open(file(), CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("schema 2")
        .hasMessageContaining("up to 1")
        .hasMessageContaining("update atom-jdbc");
    sql("UPDATE atom_schema SET version = 1");
    SqliteStore.open(file(), CLOCK).close();
  }

  @Test
  void readOnlyFileIsReadAndTheAppendToldTheRemedy() throws Exception {
    try (SqliteStore store = SqliteStore.open(file(), CLOCK)) {
      append(store, "a");
    }
    SQLiteDataSource readOnly = new SQLiteDataSource();
    readOnly.setUrl("jdbc:sqlite:" + file().toUri() + "?mode=ro");
    // Held open: the last one to close the file would remove its log, which a reader can't make.
    try (SqliteStore owner = SqliteStore.open(file(), CLOCK);
        SqliteStore store = SqliteStore.on(readOnly, "atom_", CLOCK)) {
      assertThat(owner.version(CASE)).isEqualTo(store.version(CASE)).isEqualTo(1);
      assertThatThrownBy(() -> append(store, "b"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is read-only; give the process the right")
          .extracting(e -> ((StoreException) e).retryable())
          .isEqualTo(false);
    }
  }

  @Test
  void damagedFileIsToldWithTheRemedy() throws Exception {
    try (SqliteStore store = SqliteStore.open(file(), CLOCK)) {
      append(store, "a");
    }
    try (RandomAccessFile damage = new RandomAccessFile(file().toFile(), "rw")) {
      damage.seek(4096);
      damage.write(new byte[(int) damage.length() - 4096]);
    }
    assertThatThrownBy(
            () -> {
              try (SqliteStore store = SqliteStore.open(file(), CLOCK)) {
                append(store, "b");
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged; stop writing to it, and restore a backup")
        .extracting(e -> ((StoreException) e).retryable())
        .isEqualTo(false);
  }

  @Test
  void prefixesOfAnotherFormAreRefused() {
    for (String prefix :
        List.of("", "1a", "a-b", "a b", "a;", "é", "SQLite_x", "a".repeat(32), "a\n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SqliteStore.on(dataSource(), prefix, CLOCK))
          .withMessageContaining("table prefix");
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void storesOfTwoPrefixesInOneDatabaseShareNothing() {
    try (SqliteStore one = SqliteStore.on(dataSource(), "_one", CLOCK);
        SqliteStore two = SqliteStore.on(dataSource(), "two_".repeat(7), CLOCK)) {
      append(one, "a");
      assertThat(two.version(CASE)).isZero();
      append(two, "b");
      append(two, "c");
      assertThat(one.version(CASE)).isEqualTo(1);
    }
  }

  @Test
  void databaseInMemoryIsRefused() {
    SQLiteDataSource memory = new SQLiteDataSource();
    memory.setUrl("jdbc:sqlite::memory:");
    assertThatThrownBy(() -> SqliteStore.on(memory, "atom_", CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("file on a local disk");
  }

  @Test
  void lockHeldForLongerThanTheTimeoutIsRetryableAndWritesNothing() throws Exception {
    try (SqliteStore store = SqliteStore.open(file(), CLOCK, Duration.ofMillis(50));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      append(store, "a");
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> append(store, "b"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("try again")
          .extracting(e -> ((StoreException) e).retryable())
          .isEqualTo(true);
      assertThat(store.version(CASE)).isEqualTo(1);
      statement.execute("COMMIT");
      append(store, "b");
      assertThat(store.version(CASE)).isEqualTo(2);
    }
  }

  @Test
  void interruptIsAnsweredRetryablyAndKeepsTheFlag() {
    try (SqliteStore store = SqliteStore.open(file(), CLOCK)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> append(store, "a"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing was done");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.version(CASE)).isZero();
      append(store, "a");
    }
  }

  @Test
  void missingDriverIsToldWithTheRemedy() throws Exception {
    try (ChildJvm child = ChildJvm.withoutDriver(OpenStore.class, file().toString())) {
      assertThat(child.lines()).singleElement().asString().contains("add org.xerial:sqlite-jdbc");
    }
    assertThat(file()).doesNotExist();
  }

  /** Run as a program of its own: opens a store and prints why it can't. */
  static final class OpenStore {
    public static void main(String[] arguments) {
      try {
        SqliteStore.open(Path.of(arguments[0]), CLOCK).close();
        System.out.println("opened");
      } catch (StoreException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private Path file() {
    return folder.resolve("atom.db");
  }

  private SQLiteDataSource dataSource() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file());
    return source;
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(check.getString(1)).isEqualTo("ok");
      }
    }
  }

  private static void append(SqliteStore store, String text) {
    Json.Obj data = Json.object().put("text", text).build();
    NewEvent event = new NewEvent("noted", data, "tester", Optional.empty());
    store.append(Append.to(CASE).event(event).build());
  }
}
