package dev.atom.router.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.ledger.Grouping;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsagePage;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedCallsTest {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private static final ModelRef MODEL = new ModelRef("a", "large");

  /** A call each 100 ms that takes two seconds; records are made as they are read. */
  private static final class Endless implements UsageLedger {
    private final int records;
    private final String callId;
    private int read;

    Endless(int records, String callId) {
      this.records = records;
      this.callId = callId;
    }

    @Override
    public UsagePage page(UsageFilter filter, Optional<String> after, int limit) {
      int from = after.map(Integer::parseInt).orElse(0);
      int until = Math.min(records, from + limit);
      List<UsageRecord> page = new ArrayList<>();
      for (int i = from; i < until; i++) {
        page.add(
            UsageRecord.newBuilder("r" + i, callId.formatted(i), BEGIN.plusMillis(100L * i), MODEL)
                .latency(Duration.ofSeconds(2))
                .build());
      }
      read = until;
      return new UsagePage(
          page, until < records ? Optional.of(Integer.toString(until)) : Optional.empty());
    }

    @Override
    public int append(List<UsageRecord> batch) {
      return 0;
    }

    @Override
    public List<UsageGroup> totals(UsageFilter filter, Grouping grouping) {
      return List.of();
    }

    @Override
    public long deleteBefore(Instant before) {
      return 0;
    }

    @Override
    public long deleteBefore(String tenant, Instant before) {
      return 0;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void callsAreHandedOverWhileTheLedgerIsRead() {
    Endless ledger = new Endless(50_000, "c%d");
    int[] seen = {0};
    int[] most = {0};
    new RecordedCalls(ledger, UsageFilter.all())
        .forEach(
            call -> {
              assertThat(call.first().id()).isEqualTo("r" + seen[0]);
              most[0] = Math.max(most[0], ledger.read - seen[0]);
              seen[0]++;
            });
    assertThat(seen[0]).isEqualTo(50_000);
    // A page, and 62 seconds of ten calls each.
    assertThat(most[0]).isLessThanOrEqualTo(500 + 621);
  }

  @Test
  void recordsOfOneIdAreNotKeptWithoutEnd() {
    List<Integer> sizes = new ArrayList<>();
    new RecordedCalls(new Endless(2_500, "same"), UsageFilter.all())
        .forEach(call -> sizes.add(call.attempts().size()));
    assertThat(sizes).containsExactly(1_000, 1_000, 500);
  }
}
