package dev.atom.jdbc;

import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaCrashTest extends ServerCrashTests {
  @Override
  DatabaseServer startServer() {
    return MariaServer.start();
  }
}
