package dev.atom.jdbc.vault;

import dev.atom.jdbc.DatabaseServer;
import dev.atom.jdbc.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresVaultCrashTest extends ServerVaultCrashTests {
  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
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
