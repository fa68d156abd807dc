package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CronTest {
  @Test
  void findsTheNextAndThePrevious() {
    // @start region="cron"
    Cron invoices = Cron.parse("30 2 LW * *", ZoneId.of("Europe/Berlin"));
    Instant november = Instant.parse("2026-11-21T00:00:00Z");
    assertThat(invoices.next(november)).contains(Instant.parse("2026-11-30T01:30:00Z"));
    assertThat(invoices.previous(november)).contains(Instant.parse("2026-10-30T01:30:00Z"));
    // @end
  }
}
