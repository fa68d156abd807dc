package dev.atom.jdbc;

class PostgresCrashTest extends ServerCrashTests {
  @Override
  DatabaseServer startServer() {
    return PostgresServer.start();
  }
}
