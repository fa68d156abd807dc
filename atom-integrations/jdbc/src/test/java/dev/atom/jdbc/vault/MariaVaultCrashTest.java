package dev.atom.jdbc.vault;

import dev.atom.jdbc.DatabaseServer;
import dev.atom.jdbc.MariaServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaVaultCrashTest extends ServerVaultCrashTests {
  private static MariaServer server;

  @BeforeAll
  static void start() {
    server = MariaServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  DatabaseServer server() {
    return server;
  }
}
