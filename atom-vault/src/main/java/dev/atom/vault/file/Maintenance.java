package dev.atom.vault.file;

import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the index, and the log anew, while others read and commit. One thread at a time does. */
final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final long LITTLE = 1 << 20;
  private static final int ROUNDS = 3;

  private final Settings settings;
  private final Path path;
  private final Contents contents;
  private final GroupCommit commits;
  private final IndexFiles index;
  private final Damage damage;
  private volatile long notBefore;

  Maintenance(
      Settings settings,
      Path path,
      Contents contents,
      GroupCommit commits,
      IndexFiles index,
      Damage damage) {
    this.settings = settings;
    this.path = path;
    this.contents = contents;
    this.commits = commits;
    this.index = index;
    this.damage = damage;
  }

  /** Begins what there is to do, if nobody is at it. */
  void begin() {
    if ((indexDue() || compactionDue()) && commits.beginMaintenance(false)) {
      boolean begun = false;
      try {
        settings.maintenance().execute(this::run);
        begun = true;
      } finally {
        if (!begun) {
          commits.endMaintenance();
        }
      }
    }
  }

  /** Writes the log anew, now. */
  void compactNow() {
    if (!commits.beginMaintenance(true)) {
      commits.requireWritable();
    }
    try {
      compact(true);
      damage.clear();
    } catch (IOException e) {
      throw new VaultUnavailable("can't rewrite the vault " + path, e);
    } finally {
      commits.endMaintenance();
    }
  }

  /** Copies the log up to now. */
  void copyTo(Path target) {
    if (!commits.beginMaintenance(true)) {
      commits.requireWritable();
    }
    Disk disk = settings.disk();
    Path temporary = Log.temporary(target.toAbsolutePath());
    try {
      if (disk.exists(target)) {
        throw new VaultUnavailable(target + " exists already and is not overwritten");
      }
      disk.createDirectories(Log.directory(target.toAbsolutePath()));
      disk.delete(temporary);
      try (DiskFile copy = disk.create(temporary)) {
        copy(contents.view().log().file(), commits.mark().offset(), copy);
        copy.sync();
      }
      disk.rename(temporary, target);
      disk.syncDirectory(Log.directory(target.toAbsolutePath()));
    } catch (IOException e) {
      throw new VaultUnavailable("can't copy the vault " + path + " to " + target, e);
    } finally {
      commits.endMaintenance();
    }
  }

  /** Writes the index of what is in memory; returns up to where it now is the log's. */
  Mark checkpoint() throws IOException {
    boolean written = false;
    try {
      Mark mark = writeIndex();
      written = true;
      return mark;
    } finally {
      if (!written) {
        commits.refuse("read-only since its index could not be written; open it again");
      }
    }
  }

  private static void copy(DiskFile from, long length, DiskFile to) throws IOException {
    byte[] bytes = new byte[1 << 16];
    for (long at = 0; at < length; at += bytes.length) {
      int wanted = (int) Math.min(bytes.length, length - at);
      if (from.read(at, bytes, 0, wanted) < wanted) {
        throw new IOException("the file ends too early");
      }
      to.write(at, bytes, 0, wanted);
    }
  }

  private boolean indexDue() {
    return contents.view().active().size() >= settings.rowsInMemory();
  }

  /** More than half of a log that is not small is out of date. */
  private boolean compactionDue() {
    long end = commits.mark().offset();
    return end >= settings.compactFromBytes()
        && end >= notBefore
        && damage.isEmpty()
        && contents.view().liveBytes() < end / 2;
  }

  private void run() {
    try {
      if (compactionDue()) {
        compact(false);
      } else if (indexDue()) {
        checkpoint();
      }
    } catch (IOException | RuntimeException e) {
      notBefore = 2 * commits.mark().offset();
      LOG.warn("the vault {}: {}", path, e.toString());
    } finally {
      commits.endMaintenance();
    }
  }

  private Mark writeIndex() throws IOException {
    Mark[] mark = new Mark[1];
    commits.between(
        () -> {
          View now = contents.view();
          mark[0] = commits.mark();
          contents.replace(new View(now.log(), new MemoryTable(), now.active(), now.segments()));
        });
    View frozen = contents.view();
    MemoryTable table = frozen.frozen();
    List<Segment> segments = frozen.segments();
    if (table != null && table.size() > 0) {
      segments = index.add(frozen.log().header().logId(), table, segments);
    }
    index.publish(frozen.log(), mark[0], segments, damage);
    List<Segment> published = segments;
    commits.between(
        () -> {
          View now = contents.view();
          contents.replace(new View(now.log(), now.active(), null, published));
        });
    index.remove(frozen.segments(), published);
    return mark[0];
  }

  private void compact(boolean byHand) throws IOException {
    Mark indexed = checkpoint();
    byte[] id = new byte[LogHeader.ID_LENGTH];
    settings.random().nextBytes(id);
    Compaction compaction = new Compaction(settings.disk(), path, Bytes.wrapping(id), damage);
    List<Segment> written = new ArrayList<>();
    boolean done = false;
    try {
      rewrite(compaction, indexed, byHand, written);
      done = true;
    } finally {
      if (!done) {
        giveUp(compaction, written);
      }
    }
  }

  private void rewrite(Compaction compaction, Mark indexed, boolean byHand, List<Segment> written)
      throws IOException {
    View old = contents.view();
    written.add(index.write(compaction.logId(), writer -> compaction.copyRows(old, writer)));
    if (compaction.unreadable() > 0 && !byHand) {
      throw new IOException("rows can't be read, so the log is not rewritten by itself");
    }
    Mark base = compaction.mark();
    long copied = indexed.offset();
    for (int round = 0; round < ROUNDS; round++) {
      long end = commits.mark().offset();
      compaction.copy(old.log(), copied, end);
      compaction.sync();
      boolean little = end - copied < LITTLE;
      copied = end;
      if (little) {
        break;
      }
    }
    long rest = copied;
    commits.exchange(
        now -> {
          compaction.copy(old.log(), rest, now.offset());
          Log log = compaction.finish();
          contents.replace(new View(log, compaction.table(), null, written));
          return new GroupCommit.Exchanged(
              compaction.nextWriter(settings.aheadBytes()), compaction.mark());
        });
    index.publish(contents.view().log(), base, written, new Damage());
    index.remove(old.segments(), written);
    old.log().close();
  }

  private void giveUp(Compaction compaction, List<Segment> written) throws IOException {
    if (compaction.renamed()) {
      commits.refuse("read-only since it could not be rewritten; open it again");
    } else {
      compaction.close();
      index.remove(written, List.of());
    }
  }
}
