package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.limit.Buckets;
import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.mock.VirtualClock;
import dev.atom.mock.limit.LimiterContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The buckets in SQLite against the contract. */
class SqliteLimiterTest extends LimiterContract {
  @TempDir Path folder;

  private SQLiteDataSource database() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve(UUID.randomUUID() + ".db"));
    return source;
  }

  @Override
  protected Optional<Buckets> open(Clock clock) {
    return Optional.of(JdbcBuckets.on(database(), JdbcStore.DEFAULT_PREFIX, clock));
  }

  @Test
  void fullBucketsAreClearedAway() {
    VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");
    LimitRule rule =
        LimitRule.rate("r", 60, "requests", Duration.ofMinutes(1)).by(Fact.TENANT).build();
    try (JdbcBuckets buckets = JdbcBuckets.on(database(), "x_", clock);
        Limiter limiter = Limiter.newBuilder().buckets(buckets).rule(rule).build()) {
      limiter.acquireNow(LimitedCall.of(CallFacts.of("acme")));
      assertThat(buckets.clear()).isZero();
      clock.advance(Duration.ofMillis(1_001));
      assertThat(buckets.clear()).isEqualTo(1);
    }
  }
}
