package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Writers that die at any moment lose, tear and double nothing. */
abstract class CrashTests {
  /** How often each is killed; {@code -Datom.kills=200} asks for more. */
  static final int KILLS = Integer.getInteger("atom.kills", 5);

  static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  /** Returns where the writers' database is: a file, or a server's URL. */
  abstract String database();

  /** Opens the store of that database. */
  abstract JdbcStore open();

  /** Checks what the engine itself says of its data after a writer's death. */
  void check() throws SQLException {}

  @Test
  void everythingAcknowledgedOutlivesTheWritersSigkill() throws Exception {
    Random random = new Random(SEED);
    Acknowledged acknowledged = new Acknowledged();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm writer = start("p" + kill, 1_000_000)) {
        read(writer, 1 + random.nextInt(400), kill, acknowledged);
        for (String line : writer.kill()) {
          acknowledged.add(kill, line);
        }
      }
      check();
    }
    int found = verified(acknowledged, "writer");
    // What was committed but not yet acknowledged when the writer died: one per thread at most.
    assertThat(found - acknowledged.appends.size()).isBetween(0, KILLS * WriterProcess.THREADS);
  }

  final ChildJvm start(String name, int appends) throws Exception {
    return ChildJvm.start(WriterProcess.class, database(), name, String.valueOf(appends));
  }

  static void read(ChildJvm writer, int lines, int process, Acknowledged acknowledged)
      throws Exception {
    for (int i = 0; i < lines; i++) {
      String line = writer.line();
      assertThat(line).as("the writer ended by itself, seed %s", SEED).isNotNull();
      acknowledged.add(process, line);
    }
  }

  final int verified(Acknowledged acknowledged, String killed) throws Exception {
    check();
    try (JdbcStore store = open()) {
      Set<String> appends = WrittenCheck.verify(store, acknowledged);
      System.out.printf(
          "crash test, %s killed: %d kills, %d appends and %d jobs acknowledged, %d appends found,"
              + " seed %d%n",
          killed,
          KILLS,
          acknowledged.appends.size(),
          acknowledged.done.size(),
          appends.size(),
          SEED);
      assertThat(acknowledged.appends).hasSizeGreaterThanOrEqualTo(KILLS);
      assertThat(List.copyOf(appends)).doesNotHaveDuplicates();
      return appends.size();
    }
  }
}
