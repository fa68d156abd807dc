package dev.atom.jdbc;

import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteDataSource;

/**
 * A program that books without end, on one thread synchronously and on two through a queue that they
 * flush, and prints the ids that it was told to be durable: {@code ack id .}
 */
final class BookerProcess {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private BookerProcess() {}

  /** Arguments: the database's file, a name for this process. */
  public static void main(String[] arguments) throws Exception {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + arguments[0]);
    UsageLedger ledger = JdbcUsageLedger.on(source);
    LedgerWriter direct = LedgerWriter.synchronous(ledger);
    LedgerWriter queued =
        LedgerWriter.newBuilder(ledger, (records, failure) -> false).capacity(100).batch(16).open();
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().start(() -> book(direct, arguments[1] + "-direct", 1)));
    threads.add(Thread.ofPlatform().start(() -> book(queued, arguments[1] + "-one", 10)));
    threads.add(Thread.ofPlatform().start(() -> book(queued, arguments[1] + "-two", 33)));
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void book(LedgerWriter writer, String name, int between) {
    for (int next = 0; ; next += between) {
      StringBuilder acknowledged = new StringBuilder();
      for (int i = next; i < next + between; i++) {
        String id = name + "-" + i;
        writer.book(
            UsageRecord.newBuilder(id, "call", AT, new ModelRef("openai", "large")).build());
        acknowledged.append("ack ").append(id).append(" .\n");
      }
      writer.flush();
      synchronized (BookerProcess.class) {
        System.out.print(acknowledged);
        System.out.flush();
      }
    }
  }
}
