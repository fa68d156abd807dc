package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.jdbc.ChildJvm;
import dev.atom.jdbc.DatabaseServer;
import dev.atom.jdbc.TestPool;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Servers that die at any moment, too. */
abstract class ServerVaultCrashTests extends VaultCrashTests {
  private DatabaseServer server;

  /** The server of this class, which is killed. */
  abstract DatabaseServer server();

  @Override
  final VaultDatabase newDatabase() {
    server = server();
    String address = server.url(server.newDatabase());
    TestPool pool = TestPool.of(address, 4);
    return new VaultDatabase.Made(address, pool, () -> end(pool));
  }

  private void end(TestPool pool) {
    try {
      pool.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasAcknowledgedOutlivesTheServersSigkill() throws Exception {
    Random random = new Random(SEED);
    try (ChildJvm process = start("p", 1_000_000)) {
      for (int kill = 0; kill < KILLS; kill++) {
        read(process, 1 + random.nextInt(300));
        server.killAndRestart();
      }
      read(process, 50);
      process.kill().forEach(this::acknowledge);
    }
    int found = verified("server");
    assertThat(found - acknowledgedCommits()).isBetween(0, CommitterProcess.THREADS);
  }
}
