package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
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

  private static Set<String> verify(Path file, Acknowledged acknowledged) throws Exception {
    integrityHolds(file);
    try (SqliteStore store = SqliteStore.open(file, Clock.systemUTC())) {
      return WrittenCheck.verify(store, acknowledged);
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
