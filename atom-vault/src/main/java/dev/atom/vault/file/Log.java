package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file that has every row. */
record Log(DiskFile file, LogHeader header, FrameCodec codec) implements Closeable {
  Log(DiskFile file, LogHeader header) {
    this(file, header, new FrameCodec(header.logId()));
  }

  /** Opens a file if it is a log; changes nothing. */
  static Log open(Disk disk, Path path) throws IOException {
    DiskFile file = disk.open(path);
    boolean opened = false;
    try {
      byte[] start = new byte[LogHeader.LENGTH];
      int read = file.read(0, start, 0, start.length);
      Log log = new Log(file, LogHeader.decode(Arrays.copyOf(start, read), path));
      opened = true;
      return log;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /** Makes a log of no rows. It appears whole, so that an empty file is never a fresh one. */
  static void create(Disk disk, Path path, Bytes logId) throws IOException {
    Path temporary = temporary(path);
    disk.delete(temporary);
    try (DiskFile file = disk.create(temporary)) {
      file.write(0, new LogHeader(logId, 0).encode(), 0, LogHeader.LENGTH);
      file.sync();
    }
    disk.rename(temporary, path);
    disk.syncDirectory(directory(path));
  }

  static Path temporary(Path path) {
    return path.resolveSibling(path.getFileName() + ".tmp");
  }

  static Path directory(Path path) {
    Path directory = path.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(path + " is no file");
    }
    return directory;
  }

  /** The row of a key at a position; empty if it isn't there any more. */
  Optional<Row> read(RowKey key, Position position) throws IOException {
    byte @Nullable [] bytes = frame(key, position);
    if (bytes == null) {
      return Optional.empty();
    }
    int head = Frame.FIXED + key.id().length();
    return Optional.of(new Row(key, position.revision(), Bytes.of(bytes, head, bytes.length)));
  }

  /** The bytes of a row's frame, or null if it isn't there any more. */
  private byte @Nullable [] frame(RowKey key, Position position) throws IOException {
    if (position.length() < Frame.FIXED || position.length() > Frame.LONGEST) {
      return null;
    }
    byte[] bytes = new byte[position.length()];
    int read = file.read(position.offset(), bytes, 0, bytes.length);
    Frame frame = codec.decodeHead(bytes, 0, read);
    boolean same =
        frame != null
            && read == bytes.length
            && frame.length() == bytes.length
            && frame.put()
            && frame.revision() == position.revision()
            && frame.key().equals(key)
            && Checksum.of(bytes, frame.headLength(), frame.contentLength())
                == frame.contentChecksum();
    return same ? bytes : null;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
