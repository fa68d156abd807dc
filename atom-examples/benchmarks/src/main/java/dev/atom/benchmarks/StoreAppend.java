package dev.atom.benchmarks;

import dev.atom.jdbc.SqliteStore;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One durable event: an append to the store on SQLite against one insert in a table of the same
 * columns. Both write WAL with {@code synchronous=FULL}, into files of the same folder.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreAppend {
  private static final Subject SUBJECT = new Subject("acme", "conversation", "c-1");
  private final NewEvent event =
      new NewEvent(
          "message_received",
          Json.object().put("text", "Where is my parcel?").build(),
          "customer",
          Optional.empty());
  private final String data = event.data().toString();
  private final TemporaryFolder folder = TemporaryFolder.make();
  private final SqliteStore store =
      SqliteStore.open(folder.path().resolve("atom.db"), Clock.systemUTC());
  private final EventTable table = new EventTable(folder.path().resolve("bare.db"));
  private long version;

  /**
   * Closes and deletes both.
   *
   * @throws SQLException if the bare one can't be closed
   */
  @TearDown
  public void close() throws SQLException {
    table.close();
    store.close();
    folder.close();
  }

  /**
   * The floor: one insert, prepared once, that commits by itself.
   *
   * @return the version after it
   * @throws SQLException if it can't be written
   */
  @Benchmark
  public long bareInsert() throws SQLException {
    version++;
    table.insert(SUBJECT, version, event, data);
    return version;
  }

  /**
   * The store: looks the version up and inserts, in one transaction.
   *
   * @return the version after it
   */
  @Benchmark
  public long append() {
    return store.append(Append.to(SUBJECT).event(event).build());
  }

  /** How many events the store has, by its own count. */
  long stored() {
    return store.version(SUBJECT);
  }
}
