package dev.atom.vault.file;

import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a file has, and what a crash left of it. */
final class Opening implements LogScan.Found {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final Settings settings;
  private final Path path;
  private final Log log;
  private final IndexFiles index;
  private final Damage damage = new Damage();
  private List<Segment> segments = new ArrayList<>();
  private MemoryTable table = new MemoryTable();
  private long lastFrame;
  private boolean spilled;

  private Opening(Settings settings, Path path, Log log) {
    this.settings = settings;
    this.path = path;
    this.log = log;
    this.index = new IndexFiles(settings.disk(), path);
  }

  /** Opens a file, or makes it if it isn't there. */
  static FileVaultStore open(Path named, Settings settings) {
    Disk disk = settings.disk();
    try {
      disk.createDirectories(Log.directory(named.toAbsolutePath()));
      Path path = disk.real(named);
      Closeable lease = disk.lock(path);
      boolean opened = false;
      try {
        if (!disk.exists(path)) {
          byte[] id = new byte[LogHeader.ID_LENGTH];
          settings.random().nextBytes(id);
          Log.create(disk, path, Bytes.wrapping(id));
        }
        FileVaultStore store = read(path, settings, lease);
        opened = true;
        return store;
      } finally {
        if (!opened) {
          lease.close();
        }
      }
    } catch (IOException e) {
      throw new VaultUnavailable("can't open the vault " + named, e);
    }
  }

  @Override
  public void row(Frame frame, long offset) throws IOException {
    table.put(frame.key(), frame.at(offset));
    lastFrame = offset;
    if (table.size() >= settings.rowsInMemory()) {
      List<Segment> before = segments;
      segments = index.add(log.header().logId(), table, segments);
      index.remove(before, segments);
      table = new MemoryTable();
      spilled = true;
    }
  }

  @Override
  public void damage(long offset, long length) {
    damage.add(offset, length);
  }

  private static FileVaultStore read(Path path, Settings settings, Closeable lease)
      throws IOException {
    Log log = Log.open(settings.disk(), path);
    Opening opening = new Opening(settings, path, log);
    boolean read = false;
    try {
      settings.disk().delete(Log.temporary(path));
      FileVaultStore store = opening.read(lease);
      read = true;
      return store;
    } finally {
      if (!read) {
        log.close();
        IndexFiles.close(opening.segments);
      }
    }
  }

  private FileVaultStore read(Closeable lease) throws IOException {
    IndexFiles.Loaded loaded = index.load(log);
    Mark from = new Mark(LogHeader.LENGTH, 0, 0);
    if (loaded != null) {
      from = loaded.catalog().mark();
      segments = loaded.segments();
      loaded.catalog().damage().forEach(damage::add);
    }
    lastFrame = from.lastFrame();
    long durable = Math.max(log.header().durable(), from.sequence());
    LogWindow window = new LogWindow(log.file(), log.codec());
    LogScan scan = new LogScan(window, this, durable, from.sequence(), from.offset());
    scan.run();
    long size = window.size();
    if (scan.droppedBytes() > 0) {
      LOG.warn("a crash cut off the last commit of the vault {}; it is dropped", path);
      size = scan.end();
      log.file().truncate(size);
      log.file().sync();
    }
    if (!damage.isEmpty()) {
      LOG.warn("the vault {} is damaged: {}", path, damage.sentences());
    }
    Mark mark = new Mark(scan.end(), scan.sequence(), lastFrame);
    View view = new View(log, table, null, segments);
    Contents contents = new Contents(path, damage, view);
    LogWriter writer =
        new LogWriter(log.file(), log.codec(), mark.offset(), size, settings.aheadBytes());
    GroupCommit commits =
        new GroupCommit(path, contents, writer, mark, settings.mostRowsInMemory());
    Maintenance maintenance = new Maintenance(settings, path, contents, commits, index, damage);
    if (spilled) {
      maintenance.checkpoint();
    }
    return new FileVaultStore(
        new FileVaultStore.Parts(settings, path, lease, contents, commits, maintenance, damage),
        scan.droppedBytes());
  }
}
