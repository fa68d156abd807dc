package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that die at any moment, too. */
abstract class ServerCrashTests extends CrashTests {
  private DatabaseServer server;
  private String url;
  private TestPool pool;

  abstract DatabaseServer startServer();

  @BeforeEach
  final void start() {
    server = startServer();
    url = server.url(server.newDatabase());
    pool = TestPool.of(url, 2);
  }

  @AfterEach
  final void stop() throws Exception {
    pool.close();
    server.close();
  }

  @Override
  final String database() {
    return url;
  }

  @Override
  final JdbcStore open() {
    return JdbcStore.on(pool, Clock.systemUTC());
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
}
