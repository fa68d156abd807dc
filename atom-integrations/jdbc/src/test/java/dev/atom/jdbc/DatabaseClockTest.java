package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private long nanos;
  private Instant server = START;
  private int asked;
  private boolean down;

  @Test
  void countsOnFromTheServersTime() {
    DatabaseClock clock = clock();
    pass(Duration.ofMillis(1_500));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1_500));
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void hostsWhoseTimersDriftAgreeAfterTheNextMeasurement() {
    DatabaseClock clock = clock();
    nanos += Duration.ofSeconds(11).toNanos();
    server = server.plusSeconds(10); // the host's timer runs fast
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(11));
    assertThat(asked).isEqualTo(2);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void serverThatIsGoneIsCountedOnWithout() {
    DatabaseClock clock = clock();
    down = true;
    pass(Duration.ofMinutes(5));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(5)));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(5)));
    down = false;
    server = server.plusSeconds(1);
    clock.instant();
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(5)).plusSeconds(1));
  }

  @Test
  void measurementLiesInTheMiddleOfItsRoundTrip() throws SQLException {
    long[] time = {0};
    DatabaseClock clock =
        DatabaseClock.of(
            () -> {
              time[0] += 2_000_000;
              return Micros.of(START);
            },
            () -> time[0],
            Runnable::run);
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1));
  }

  @Test
  void serverThatCannotBeAskedAtFirstIsAnError() {
    down = true;
    assertThatThrownBy(this::clock).isInstanceOf(StoreException.class);
  }

  @Test
  void zoneChangesNothingButTheZone() {
    Clock clock = clock().withZone(ZoneId.of("Europe/Berlin"));
    assertThat(clock.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void followsARealServer() {
    PostgresServer real = PostgresServer.shared();
    Instant before = Instant.now();
    Instant read = DatabaseClock.of(real.dataSource("postgres")).instant();
    // Both are the machine's clock; however long it takes to ask, the answer lies in between.
    assertThat(read).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
  }

  private DatabaseClock clock() {
    return DatabaseClock.of(
        () -> {
          asked++;
          if (down) {
            throw new SQLException("down");
          }
          return Micros.of(server);
        },
        () -> nanos,
        Runnable::run);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    server = server.plus(time);
  }
}
