package dev.atom.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each side runs once and holds what the others hold; nothing is measured here. */
class SidesTest {
  @TempDir Path folder;

  @Test
  void allSidesWriteTheSame() throws Exception {
    assertThat(rows(Sides::atom, "SELECT count(*) FROM atom_events", "atom_jobs"))
        .isEqualTo(rows(Sides::bareEach, "SELECT count(*) FROM events", "outbox"))
        .isEqualTo(rows(Sides::bareGrouped, "SELECT count(*) FROM events", "outbox"))
        .isEqualTo("12 events, 4 effects");
  }

  @Test
  void oneCallerAppendsWithEachMethod() throws Exception {
    StoreAppend append = new StoreAppend();
    assertThat(append.append()).isEqualTo(append.bareAppend()).isEqualTo(3);
    append.close();
  }

  @Test
  void roundCountsWhatItsThreadsDo() throws Exception {
    try (Side side = Sides.atom(folder.resolve("round.db"))) {
      Round round = Round.of(side, 2, Duration.ofMillis(20), Duration.ofMillis(200));
      assertThat(round.rate()).isPositive();
      assertThat(round.median()).isBetween(1.0, round.late());
    }
  }

  @Test
  void otherFiguresAreTakenOfBothSides() throws Exception {
    assertThat(StoreFigures.table(folder, 50, Duration.ofMillis(50)))
        .contains("last 20", "keys", "jobs");
  }

  private String rows(Sides.Opening opening, String events, String effects) throws Exception {
    Path file = folder.resolve(effects + System.nanoTime() + ".db");
    try (Side side = opening.open(file);
        Side.Appender appender = side.appender()) {
      for (int i = 0; i < 4; i++) {
        appender.append(i % 2, 3L * (i / 2));
      }
    }
    String filter = effects.equals("atom_jobs") ? " WHERE type = 'EFFECT'" : "";
    return number(file, events)
        + " events, "
        + number(file, "SELECT count(*) FROM " + effects + filter)
        + " effects";
  }

  private static long number(Path file, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }
}
