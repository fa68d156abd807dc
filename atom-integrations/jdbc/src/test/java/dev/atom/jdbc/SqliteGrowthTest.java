package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file grows by what it keeps, and by nothing else. */
class SqliteGrowthTest {
  private static final int EVENTS = 10_000;
  private static final int STEP = 100;

  @TempDir Path folder;
  private final VirtualClock clock = VirtualClock.at(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void fileGrowsLinearlyByLittleMoreThanItsEvents() throws Exception {
    Subject subject = new Subject("acme", "conversation", "c-1");
    Json.Obj data = Json.object().put("text", "x".repeat(389)).build();
    assertThat(data.toString()).hasSize(400);
    NewEvent event = new NewEvent("message_received", data, "customer", Optional.of("m-1"));
    double[] sizes = new double[EVENTS / STEP];
    try (SqliteStore store = SqliteStore.open(file(), clock)) {
      long empty = number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
      for (int i = 0; i < sizes.length; i++) {
        Append.Builder append = Append.to(subject);
        for (int e = 0; e < STEP; e++) {
          append.event(event);
        }
        store.append(append.build());
        sizes[i] =
            number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
                - (double) empty;
      }
    }
    double slope = slope(sizes) / STEP;
    double fit = fit(sizes);
    System.out.printf("growth: %.1f bytes per event of 400, R² %.6f%n", slope, fit);
    assertThat(slope).isLessThan(1.2 * 468);
    assertThat(fit).isGreaterThan(0.999);
  }

  @Test
  void keysAndLeasesThatHaveEndedAreRemovedInPassing() throws Exception {
    try (SqliteStore store = SqliteStore.open(file(), clock)) {
      for (int i = 0; i < 400; i++) {
        UniqueKey key = new UniqueKey("acme", "slot", "k" + i);
        Instant until = clock.instant().plus(Duration.ofMinutes(15));
        store.append(
            Append.to(new Subject("acme", "slot", "s")).unique(key, "held", until).build());
        store.acquire("acme", "turn/" + i, "node-1", Duration.ofSeconds(30));
        clock.advance(Duration.ofHours(1));
      }
      assertThat(number("SELECT count(*) FROM atom_unique_keys")).isBetween(24L, 30L);
      assertThat(number("SELECT count(*) FROM atom_leases")).isBetween(24L, 30L);
    }
  }

  private static double slope(double[] y) {
    double n = y.length;
    double meanX = (n - 1) / 2;
    double meanY = mean(y);
    double above = 0;
    double below = 0;
    for (int x = 0; x < y.length; x++) {
      above += (x - meanX) * (y[x] - meanY);
      below += (x - meanX) * (x - meanX);
    }
    return above / below;
  }

  private static double fit(double[] y) {
    double slope = slope(y);
    double start = mean(y) - slope * (y.length - 1) / 2;
    double left = 0;
    double all = 0;
    for (int x = 0; x < y.length; x++) {
      left += Math.pow(y[x] - start - slope * x, 2);
      all += Math.pow(y[x] - mean(y), 2);
    }
    return 1 - left / all;
  }

  private static double mean(double[] y) {
    double sum = 0;
    for (double each : y) {
      sum += each;
    }
    return sum / y.length;
  }

  private long number(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  private Path file() {
    return folder.resolve("atom.db");
  }
}
