package dev.atom.jdbc.workflow;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteKilledRunnerTest extends KilledRunnerTests {
  @TempDir Path folder;

  @Override
  String database() {
    return folder.resolve("runs.db").toString();
  }
}
