package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers beside each other on one file, too. */
class SqliteCrashTest extends CrashTests {
  @TempDir Path folder;

  @Override
  String database() {
    return folder.resolve("atom.db").toString();
  }

  @Override
  JdbcStore open() {
    return SqliteStore.open(folder.resolve("atom.db"), Clock.systemUTC());
  }

  @Override
  void check() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }

  @Test
  void twoProcessesOnOneFileLoseAndDoubleNothing() throws Exception {
    int appends = 100;
    Acknowledged acknowledged = new Acknowledged();
    try (ChildJvm one = start("one", appends);
        ChildJvm two = start("two", appends)) {
      for (ChildJvm writer : List.of(one, two)) {
        List<String> lines = writer.lines();
        assertThat(lines).endsWith(WriterProcess.END);
        assertThat(writer.exitCode()).isZero();
        lines.forEach(line -> acknowledged.add(0, line));
      }
    }
    assertThat(acknowledged.appends).hasSize(2 * WriterProcess.THREADS * appends);
    assertThat(verified(acknowledged, "nobody")).isEqualTo(acknowledged.appends.size());
    assertThat(acknowledged.done).hasSize(2 * acknowledged.appends.size());
  }
}
