package dev.atom.benchmarks.store;

import dev.atom.jdbc.SqliteStore;
import dev.atom.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/** The sides that are compared. */
final class Sides {
  private Sides() {}

  /** Opens a side on a file that is not there yet. */
  interface Opening {
    Side open(Path file) throws Exception;
  }

  /** The store itself. */
  static Side atom(Path file) {
    Store store = SqliteStore.open(file, Clock.systemUTC());
    return new Side() {
      @Override
      public Appender appender() {
        return (subject, version) -> store.append(Shape.append(Shape.subject(subject), version));
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  /** A connection for each thread, which wait for each other in SQLite. */
  static Side bareEach(Path file) {
    return new Side() {
      @Override
      public Appender appender() throws SQLException {
        BareSqlite bare = new BareSqlite(file);
        return new Appender() {
          @Override
          public void append(int subject, long version) throws SQLException {
            bare.begin();
            bare.write(subject, version);
            bare.commit();
          }

          @Override
          public void close() throws SQLException {
            bare.close();
          }
        };
      }

      @Override
      public void close() {}
    };
  }

  /** One thread that writes what the others have queued in one transaction. */
  static Side bareGrouped(Path file) throws SQLException {
    return new BareGroup(new BareSqlite(file));
  }

  private record Wanted(int subject, long version, CompletableFuture<Void> done) {}

  private static final class BareGroup implements Side {
    private final BareSqlite bare;
    private final BlockingQueue<Wanted> queue = new ArrayBlockingQueue<>(1_024);
    private final Thread writer;

    BareGroup(BareSqlite bare) {
      this.bare = bare;
      writer = Thread.ofPlatform().name("bare-writer").start(this::write);
    }

    private void write() {
      List<Wanted> group = new ArrayList<>();
      try {
        while (true) {
          group.add(queue.take());
          queue.drainTo(group);
          bare.begin();
          for (Wanted wanted : group) {
            bare.write(wanted.subject(), wanted.version());
          }
          bare.commit();
          group.forEach(wanted -> wanted.done().complete(null));
          group.clear();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException e) {
        group.forEach(wanted -> wanted.done().completeExceptionally(e));
      }
    }

    @Override
    public Appender appender() {
      return (subject, version) -> {
        Wanted wanted = new Wanted(subject, version, new CompletableFuture<>());
        queue.put(wanted);
        wanted.done().get();
      };
    }

    @Override
    public void close() throws SQLException {
      writer.interrupt();
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      bare.close();
    }
  }
}
