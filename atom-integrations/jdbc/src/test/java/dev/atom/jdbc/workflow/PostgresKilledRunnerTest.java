package dev.atom.jdbc.workflow;

import dev.atom.jdbc.PostgresServer;

class PostgresKilledRunnerTest extends KilledRunnerTests {
  private final String url = PostgresServer.shared().url(PostgresServer.shared().newDatabase());

  @Override
  String database() {
    return url;
  }
}
