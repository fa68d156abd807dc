package dev.atom.benchmarks;

import dev.atom.jdbc.JdbcUsageLedger;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteDataSource;

/**
 * How many usage records a second become durable in a SQLite file: through the ledger's writer, and
 * by bare JDBC in batches of the same size into the same tables. A harness of its own, as the writer
 * has a thread that JMH does not know.
 */
public final class LedgerRows {
  private static final int BATCH = 500;
  private static final int COLUMNS = 30;

  private LedgerRows() {}

  /**
   * Measures both five times, in turn, and prints each result.
   *
   * @param arguments how many records (default 200000)
   * @throws SQLException if the file can't be written
   */
  public static void main(String... arguments) throws SQLException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    for (int i = 0; i < 5; i++) {
      double bare = bare(count);
      double ledger = ledger(count);
      System.out.printf(
          Locale.ROOT,
          "bare %,.0f rows/s, ledger %,.0f rows/s, ratio %.2f%n",
          bare,
          ledger,
          ledger / bare);
    }
  }

  private static SQLiteDataSource database(TemporaryFolder folder) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.path().resolve("usage.db"));
    return source;
  }

  private static List<UsageRecord> records(int count) {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          UsageRecord.newBuilder(
                  "0197-" + i,
                  "0197-call-" + i,
                  Instant.EPOCH.plusSeconds(i),
                  new ModelRef("openai", "large"))
              .caller("acme", Optional.of("user-" + i % 100))
              .route("support", "eu-west")
              .answered(new ModelRef("openai", "large-2026-05-01"))
              .usage(Usage.of(1_000 + i % 777, 200))
              .cost(new Cost.Known(new BigDecimal("0.0123")))
              .latency(Duration.ofMillis(i % 1_000))
              .firstToken(Duration.ofMillis(i % 300))
              .tags(Map.of("team", "red"))
              .build());
    }
    return records;
  }

  /**
   * Books through the writer.
   *
   * @param count how many records
   * @return records per second, until the last is durable
   */
  static double ledger(int count) {
    List<UsageRecord> records = records(count);
    try (TemporaryFolder folder = TemporaryFolder.make();
        UsageLedger ledger = JdbcUsageLedger.on(database(folder));
        LedgerWriter writer =
            LedgerWriter.newBuilder(ledger, (lost, failure) -> false).batch(BATCH).open()) {
      long begin = System.nanoTime();
      records.forEach(writer::book);
      writer.flush();
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (ledger.deleteBefore(Instant.MAX.minusSeconds(1)) != count) {
        throw new IllegalStateException("records are missing");
      }
      return count / seconds;
    }
  }

  /**
   * Inserts rows of the same width with the driver alone.
   *
   * @param count how many rows
   * @return rows per second, until the last is durable
   * @throws SQLException if the file can't be written
   */
  static double bare(int count) throws SQLException {
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      JdbcUsageLedger.on(database(folder)).close(); // makes the tables
      try (Connection connection = database(folder).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA synchronous = FULL");
        connection.setAutoCommit(false);
        long begin = System.nanoTime();
        insert(connection, count);
        double seconds = (System.nanoTime() - begin) / 1e9;
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM atom_usage")) {
          if (rows.getInt(1) != count) {
            throw new IllegalStateException("rows are missing");
          }
        }
        return count / seconds;
      }
    }
  }

  private static void insert(Connection connection, int count) throws SQLException {
    String values = "?, ".repeat(COLUMNS - 1) + "?";
    String sql =
        "INSERT INTO atom_usage (tenant, id, at, call_id, attempt, user_id, route, endpoint,"
            + " provider, model, answered_provider, answered_model, outcome, error, input, cached,"
            + " cache_write, output, reasoning, more_usage, usage_known, nanos, rest,"
            + " unknown_cost, estimated, latency, first_token, key_fingerprint, tags, content)"
            + " VALUES ("
            + values
            + ")";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < count; i++) {
        Object[] row = row(i);
        for (int column = 0; column < COLUMNS; column++) {
          insert.setObject(column + 1, row[column]);
        }
        insert.addBatch();
        if (i % BATCH == BATCH - 1 || i == count - 1) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
  }

  private static Object[] row(int i) {
    return new Object[] {
      "acme",
      "0197-" + i,
      i * 1_000_000L,
      "0197-call-" + i,
      1,
      "user-" + i % 100,
      "support",
      "eu-west",
      "openai",
      "large",
      "openai",
      "large-2026-05-01",
      "ANSWERED",
      null,
      1_000L + i % 777,
      0L,
      0L,
      200L,
      0L,
      null,
      1,
      12_300_000L,
      0L,
      null,
      0,
      i % 1_000 * 1_000L,
      i % 300 * 1_000L,
      null,
      "{\"team\":\"red\"}",
      null
    };
  }
}
