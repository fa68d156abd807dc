package dev.atom.benchmarks;

import dev.atom.ledger.Grouping;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsagePage;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What booking a record costs the caller, who hands it to another thread that throws it away. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LedgerBooking {
  private static final int CAPACITY = 10_000;

  private final UsageRecord record =
      UsageRecord.newBuilder("1", "c", Instant.EPOCH, new ModelRef("openai", "large"))
          .usage(Usage.of(1_000, 200))
          .cost(new Cost.Known(new BigDecimal("0.0123")))
          .build();
  private final ArrayBlockingQueue<UsageRecord> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final LedgerWriter writer =
      LedgerWriter.newBuilder(new Sink(), (records, failure) -> false).capacity(CAPACITY).open();
  private volatile boolean done;

  /** Takes the records off the bare queue as the writer does: up to 500 at a time. */
  @Setup(Level.Trial)
  public void drain() {
    Thread.ofVirtual()
        .start(
            () -> {
              List<UsageRecord> batch = new ArrayList<>();
              while (!done) {
                try {
                  batch.add(queue.take());
                } catch (InterruptedException e) {
                  return;
                }
                queue.drainTo(batch, 499);
                batch.clear();
              }
            });
  }

  /** Ends both threads. */
  @TearDown(Level.Trial)
  public void close() {
    done = true;
    queue.offer(record);
    writer.close();
  }

  /**
   * The floor: the record is put into a bounded queue.
   *
   * @return the queue
   * @throws InterruptedException if interrupted
   */
  @Benchmark
  public Object bareQueue() throws InterruptedException {
    queue.put(record);
    return queue;
  }

  /**
   * The ledger's writer.
   *
   * @return the writer
   */
  @Benchmark
  public Object book() {
    writer.book(record);
    return writer;
  }

  /** A ledger that keeps nothing. */
  private static final class Sink implements UsageLedger {
    @Override
    public int append(List<UsageRecord> records) {
      return records.size();
    }

    @Override
    public UsagePage page(UsageFilter filter, Optional<String> after, int limit) {
      return new UsagePage(List.of(), Optional.empty());
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
}
