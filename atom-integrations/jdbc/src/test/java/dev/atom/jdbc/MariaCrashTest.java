package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writers and servers that die at any moment lose, tear and double nothing. */
@Tag("mariadb")
class MariaCrashTest {
  /** How often each is killed; {@code -Datom.kills=200} asks for more. */
  private static final int KILLS = Integer.getInteger("atom.kills", 5);

  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  private MariaServer server;
  private String url;

  @BeforeEach
  void start() {
    server = MariaServer.start();
    url = server.url(server.newDatabase());
  }

  @AfterEach
  void stop() {
    server.close();
  }

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
    }
    int found = verified(acknowledged, "writer");
    // What was committed but not yet acknowledged when the writer died: one per thread at most.
    assertThat(found - acknowledged.appends.size()).isBetween(0, KILLS * WriterProcess.THREADS);
  }

  @Test
  void everythingAcknowledgedOutlivesTheServersSigkill() throws Exception {
    Random random = new Random(SEED);
    Acknowledged acknowledged = new Acknowledged();
    try (ChildJvm writer = start("p", 1_000_000)) {
      for (int kill = 0; kill < KILLS; kill++) {
        read(writer, 1 + random.nextInt(400), 0, acknowledged);
        server.killAndRestart();
      }
      read(writer, 50, 0, acknowledged);
      for (String line : writer.kill()) {
        acknowledged.add(0, line);
      }
    }
    int found = verified(acknowledged, "server");
    assertThat(found - acknowledged.appends.size())
        .isBetween(0, (KILLS + 1) * WriterProcess.THREADS);
  }

  private ChildJvm start(String name, int appends) throws Exception {
    return ChildJvm.start(WriterProcess.class, url, name, String.valueOf(appends));
  }

  private static void read(ChildJvm writer, int lines, int process, Acknowledged acknowledged)
      throws Exception {
    for (int i = 0; i < lines; i++) {
      String line = writer.line();
      assertThat(line).as("the writer ended by itself, seed %s", SEED).isNotNull();
      acknowledged.add(process, line);
    }
  }

  private int verified(Acknowledged acknowledged, String killed) throws Exception {
    try (TestPool pool = TestPool.of(url, 2);
        MariaStore store = MariaStore.on(pool, Clock.systemUTC())) {
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
