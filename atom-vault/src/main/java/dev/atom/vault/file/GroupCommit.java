package dev.atom.vault.file;

import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.CommitCheck;
import dev.atom.vault.store.RowKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the commits of all threads. One of those who wait writes for all that are queued, and they
 * share its sync. Thread-safe.
 */
final class GroupCommit {
  private static final long MOST_BYTES = 4 << 20;

  /** What a row's revision will be when a queued commit is written; 0 if it will be gone. */
  private record Queued(Pending by, long revision) {}

  private final Path path;
  private final Contents contents;
  private final int mostInMemory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Pending> queue = new ArrayDeque<>();
  private final Map<RowKey, Queued> queued = new HashMap<>();
  private LogWriter writer;
  private volatile Mark mark;
  private boolean writing;
  private boolean maintained;
  private @Nullable String refused;

  /**
   * Prepares to write.
   *
   * @param mostInMemory how many rows are committed at most while the index is written
   */
  GroupCommit(Path path, Contents contents, LogWriter writer, Mark mark, int mostInMemory) {
    this.path = path;
    this.contents = contents;
    this.writer = writer;
    this.mark = mark;
    this.mostInMemory = mostInMemory;
  }

  void commit(List<Change> changes) {
    CommitCheck.require(changes);
    Pending mine = new Pending(changes);
    try {
      while (!made(mine)) {
        // The files were exchanged or a row is on its way; look again.
      }
    } catch (IOException e) {
      throw contents.unreadable(e);
    }
    Throwable failure = mine.failure;
    if (failure != null) {
      throw new VaultUnavailable(
          "can't write to the vault " + path + "; it is read-only until opened again", failure);
    }
  }

  /** What is committed, seen by readers and on the disk. */
  Mark mark() {
    return mark;
  }

  /** Does something while no commit becomes visible. */
  void between(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Exchanges the log while nobody writes. */
  void exchange(Exchange exchange) throws IOException {
    lock.lock();
    try {
      while (writing) {
        changed.awaitUninterruptibly();
      }
      requireWritable();
      Exchanged next = exchange.from(mark);
      writer = next.writer();
      mark = next.mark();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the only place for work on the files, if it is free or as soon as it is. */
  boolean beginMaintenance(boolean wait) {
    lock.lock();
    try {
      while (wait && maintained) {
        changed.awaitUninterruptibly();
      }
      if (maintained || refused != null) {
        return false;
      }
      maintained = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void endMaintenance() {
    lock.lock();
    try {
      maintained = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses commits from now on. */
  void refuse(String why) {
    lock.lock();
    try {
      if (refused == null) {
        refused = why;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses commits and waits for those on their way; whether the log is as it should be. */
  boolean close() {
    lock.lock();
    try {
      boolean sound = refused == null;
      refused = "closed";
      while (writing || maintained || !queue.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      return sound && refused.equals("closed");
    } finally {
      lock.unlock();
    }
  }

  void requireWritable() {
    lock.lock();
    try {
      if (refused != null) {
        throw new VaultUnavailable("the vault " + path + " is " + refused);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Queues a commit and waits for it; false if it has to be looked at again. */
  private boolean made(Pending mine) throws IOException {
    View seen = contents.view();
    Map<RowKey, Position> stored = new HashMap<>();
    try {
      for (Change change : mine.changes) {
        // What is in memory leaves it only for a segment, and then all this is done again.
        boolean inMemory = seen.inMemory(change.key()) != null;
        Position position = inMemory ? null : seen.inSegments(change.key());
        if (position != null) {
          stored.put(change.key(), position);
        }
      }
    } catch (DiskFile.ClosedFile e) {
      contents.requireExchanged(seen);
      return false;
    }
    lock.lock();
    try {
      requireWritable();
      View now = contents.view();
      if (maintained && now.active().size() >= mostInMemory) {
        changed.awaitUninterruptibly();
        return false;
      }
      if (now.log() != seen.log() || !now.segments().equals(seen.segments())) {
        return false;
      }
      for (Change change : mine.changes) {
        if (!fits(change, now, stored.get(change.key()))) {
          return false;
        }
      }
      enqueue(mine);
      while (!mine.done) {
        leadOrWait();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a change may be made; false if that depends on a commit that was waited for. */
  private boolean fits(Change change, View now, @Nullable Position stored) throws IOException {
    Queued ahead = queued.get(change.key());
    if (ahead != null) {
      if (ahead.revision() == change.expected()) {
        return true;
      }
      while (!ahead.by().done) {
        changed.awaitUninterruptibly();
      }
      return false;
    }
    Position inMemory = now.inMemory(change.key());
    Position position = inMemory == null ? stored : inMemory;
    long revision = position == null ? 0 : position.revision();
    if (change.expected() != revision
        && position != null
        && change.expected() == 0
        && !contents.readable(now, change.key(), position)) {
      return true;
    }
    CommitCheck.require(change, revision);
    return true;
  }

  private void enqueue(Pending mine) {
    queue.add(mine);
    for (Change change : mine.changes) {
      switch (change) {
        case Change.Put put -> queued.put(put.key(), new Queued(mine, put.row().revision()));
        case Change.Delete delete -> queued.put(delete.key(), new Queued(mine, 0));
        case Change.Require require -> {
          // Leaves the row as it is.
        }
      }
    }
  }

  private void leadOrWait() {
    if (writing) {
      changed.awaitUninterruptibly();
      return;
    }
    writing = true;
    List<Pending> group = take();
    Mark written = null;
    Throwable failure = null;
    lock.unlock();
    try {
      written = write(group);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    } finally {
      lock.lock();
      writing = false;
    }
    if (written == null) {
      refused = "read-only since a write failed; open it again";
      group.addAll(queue);
      queue.clear();
    } else {
      mark = written;
      contents.apply(group.stream().flatMap(pending -> pending.written.stream()).toList());
    }
    settle(group, failure);
  }

  private List<Pending> take() {
    List<Pending> group = new ArrayList<>();
    long bytes = 0;
    while (!queue.isEmpty() && bytes < MOST_BYTES) {
      Pending next = queue.remove();
      bytes += next.size();
      group.add(next);
    }
    return group;
  }

  private void settle(List<Pending> group, @Nullable Throwable failure) {
    for (Pending pending : group) {
      for (Change change : pending.changes) {
        Queued newest = queued.get(change.key());
        if (newest != null && newest.by() == pending) {
          queued.remove(change.key());
        }
      }
      pending.failure = failure;
      pending.done = true;
    }
    changed.signalAll();
  }

  private Mark write(List<Pending> group) throws IOException {
    long durable = mark.sequence();
    long sequence = durable;
    long lastFrame = mark.lastFrame();
    for (Pending pending : group) {
      int count = pending.frames();
      sequence += count == 0 ? 0 : 1;
      int index = 0;
      for (Change change : pending.changes) {
        byte[] content = FrameCodec.content(change);
        Frame frame =
            FrameCodec.frame(change, content, sequence, durable, index, count).orElse(null);
        if (frame != null) {
          lastFrame = writer.append(frame, content);
          pending.written.add(new Located(frame.key(), frame.at(lastFrame)));
          index++;
        }
      }
    }
    if (sequence > durable) {
      writer.sync();
    }
    return new Mark(writer.end(), sequence, lastFrame);
  }

  /** Writes another log. */
  interface Exchange {
    Exchanged from(Mark mark) throws IOException;
  }

  /**
   * The other log.
   *
   * @param writer writes to it
   * @param mark where it ends
   */
  record Exchanged(LogWriter writer, Mark mark) {}
}
