package dev.atom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.model.ModelRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LedgerWriterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ModelRef MODEL = new ModelRef("openai", "large");

  private final Ledger ledger = new Ledger();
  private final List<UsageRecord> lost = new CopyOnWriteArrayList<>();

  /** A ledger that waits or fails on demand. */
  private static final class Ledger implements UsageLedger {
    final MemoryUsageLedger kept = MemoryUsageLedger.create();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    final List<Thread> writers = new CopyOnWriteArrayList<>();
    volatile boolean retryable = true;
    volatile String poison = "none";
    volatile CountDownLatch gate = new CountDownLatch(0);
    final CountDownLatch entered = new CountDownLatch(1);

    @Override
    public int append(List<UsageRecord> records) {
      entered.countDown();
      writers.add(Thread.currentThread());
      writes.incrementAndGet();
      boolean virtual = Thread.currentThread().isVirtual();
      while (virtual && gate.getCount() > 0) {
        try {
          gate.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new LedgerException(retryable, "the disk is full", new IllegalStateException());
      }
      if (records.stream().anyMatch(record -> record.id().equals(poison))) {
        throw new LedgerException(false, "can't be kept", new IllegalStateException());
      }
      return kept.append(records);
    }

    @Override
    public UsagePage page(UsageFilter filter, Optional<String> after, int limit) {
      return kept.page(filter, after, limit);
    }

    @Override
    public List<UsageGroup> totals(UsageFilter filter, Grouping grouping) {
      return kept.totals(filter, grouping);
    }

    @Override
    public long deleteBefore(Instant before) {
      return kept.deleteBefore(before);
    }

    @Override
    public long deleteBefore(String tenant, Instant before) {
      return kept.deleteBefore(tenant, before);
    }

    @Override
    public void close() {
      kept.close();
    }

    List<String> ids() {
      return kept.page(UsageFilter.all(), 1_000_000).records().stream()
          .map(UsageRecord::id)
          .toList();
    }
  }

  private static UsageRecord record(String id) {
    return UsageRecord.newBuilder(id, "call", NOON, MODEL).build();
  }

  private LedgerWriterBuilder writer() {
    return LedgerWriter.newBuilder(
            ledger,
            (records, failure) -> {
              lost.addAll(records);
              return false;
            })
        .tries(3, Duration.ZERO);
  }

  @Test
  void everythingBookedIsThereWhenFlushReturns() throws Exception {
    try (LedgerWriter writer = writer().capacity(50).batch(7).open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String name = "t" + thread + "-";
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    writer.book(record(name + i));
                    if (i % 100 == 99) {
                      writer.flush();
                      assertThat(ledger.ids()).contains(name + i, name + (i - 99));
                    }
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      assertThat(ledger.ids()).hasSize(4_000).doesNotHaveDuplicates();
    }
    assertThat(ledger.writes.get()).isLessThan(4_000);
    assertThat(lost).isEmpty();
  }

  @Test
  void callerWaitsWhenTheQueueIsFullAndNothingIsDropped() throws Exception {
    ledger.gate = new CountDownLatch(1);
    try (LedgerWriter writer = writer().capacity(2).batch(1).open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      writer.book(record("0"));
      ledger.entered.await();
      writer.book(record("1"));
      writer.book(record("2"));
      Future<?> waiting = threads.submit(() -> writer.book(record("3")));
      assertThat(ledger.ids()).isEmpty();
      assertThat(waiting.isDone()).isFalse();
      ledger.gate.countDown();
      waiting.get();
      writer.flush();
      assertThat(ledger.ids()).containsExactly("0", "1", "2", "3");
    }
  }

  @Test
  void callerWritesItselfWhenTheQueueIsFullIfAskedTo() throws Exception {
    ledger.gate = new CountDownLatch(1);
    try (LedgerWriter writer = writer().capacity(1).batch(1).callerWritesWhenFull().open()) {
      writer.book(record("0"));
      ledger.entered.await();
      writer.book(record("1"));
      writer.book(record("2"));
      assertThat(ledger.ids()).containsExactly("2");
      ledger.gate.countDown();
      writer.flush();
      assertThat(ledger.ids()).containsExactlyInAnyOrder("0", "1", "2");
    }
  }

  @Test
  void failureThatPassesIsTriedAgain() {
    ledger.failures.set(2);
    try (LedgerWriter writer = writer().open()) {
      writer.book(record("1"));
      writer.flush();
      assertThat(ledger.ids()).containsExactly("1");
    }
    assertThat(lost).isEmpty();
  }

  @Test
  void failureThatStaysReachesTheListenerWithTheRecordsAndFlushTells() {
    ledger.failures.set(3);
    LedgerWriter writer = writer().open();
    writer.book(record("1"));
    assertThatThrownBy(writer::flush)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("1 records are not in the ledger");
    assertThat(lost).extracting(UsageRecord::id).containsExactly("1");
    assertThatThrownBy(writer::flush).isInstanceOf(LedgerException.class);
    writer.book(lost.getFirst());
    writer.close();
    assertThat(ledger.ids()).containsExactly("1");
  }

  @Test
  void recordsThatTheListenerTakesOverAreNotTold() {
    ledger.failures.set(3);
    List<UsageRecord> taken = new CopyOnWriteArrayList<>();
    try (LedgerWriter writer =
        LedgerWriter.newBuilder(ledger, (records, failure) -> taken.addAll(records))
            .tries(3, Duration.ZERO)
            .open()) {
      writer.book(record("1"));
      writer.flush();
    }
    assertThat(taken).hasSize(1);
  }

  @Test
  void recordThatCanNotBeKeptKeepsNoOtherOut() throws Exception {
    ledger.poison = "bad";
    ledger.gate = new CountDownLatch(1);
    LedgerWriter writer = writer().open();
    writer.book(record("first"));
    ledger.entered.await();
    for (String id : List.of("good", "bad", "better")) {
      writer.book(record(id));
    }
    ledger.gate.countDown();
    assertThatThrownBy(writer::close).isInstanceOf(LedgerException.class);
    assertThat(ledger.ids()).containsExactly("first", "good", "better");
    assertThat(lost).extracting(UsageRecord::id).containsExactly("bad");
  }

  @Test
  void listenerThatThrowsLosesNothingSilently() {
    ledger.retryable = false;
    ledger.failures.set(1);
    LedgerWriter writer =
        LedgerWriter.newBuilder(
                ledger,
                (records, failure) -> {
                  throw new IllegalStateException("broken listener");
                })
            .open();
    writer.book(record("1"));
    assertThatThrownBy(writer::flush).isInstanceOf(LedgerException.class);
    writer.book(record("1"));
    writer.close();
    assertThat(ledger.ids()).containsExactly("1");
  }

  @Test
  void synchronousWriterBooksOnTheCallersThreadOrThrows() {
    try (LedgerWriter writer = LedgerWriter.synchronous(ledger)) {
      writer.book(record("1"));
      assertThat(ledger.ids()).containsExactly("1");
      assertThat(ledger.writers).containsOnly(Thread.currentThread());
      ledger.retryable = false;
      ledger.failures.set(1);
      assertThatThrownBy(() -> writer.book(record("2")))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("the disk is full");
      writer.flush();
    }
    assertThat(ledger.ids()).containsExactly("1");
  }

  @Test
  void interruptNeitherLosesARecordNorIsLost() {
    try (LedgerWriter writer = writer().open();
        LedgerWriter direct = LedgerWriter.synchronous(ledger)) {
      Thread.currentThread().interrupt();
      writer.book(record("1"));
      direct.book(record("2"));
      writer.flush();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ledger.ids()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void closedWriterHasWrittenAllAndRefusesMore() {
    LedgerWriter writer = writer().open();
    for (int i = 0; i < 1_000; i++) {
      writer.book(record("" + i));
    }
    writer.close();
    writer.close();
    assertThat(ledger.ids()).hasSize(1_000);
    assertThatThrownBy(() -> writer.book(record("x"))).isInstanceOf(IllegalStateException.class);
  }
}
