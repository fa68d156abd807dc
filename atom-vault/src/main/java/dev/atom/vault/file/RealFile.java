package dev.atom.vault.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file of the machine. It is used through {@link RandomAccessFile} and not a channel, because an
 * interrupt closes a channel: one cancelled call would shut the store for everybody. A few handles
 * share the reading, because each has one position.
 */
final class RealFile implements DiskFile {
  private static final int READERS = 4;

  private final RandomAccessFile writer;
  private final Reader[] readers = new Reader[READERS];

  RealFile(Path file) throws IOException {
    writer = new RandomAccessFile(file.toFile(), "rw");
    int opened = 0;
    try {
      for (; opened < READERS; opened++) {
        readers[opened] = new Reader(new RandomAccessFile(file.toFile(), "r"));
      }
    } finally {
      if (opened < READERS) {
        writer.close();
        for (int i = 0; i < opened; i++) {
          readers[i].close();
        }
      }
    }
  }

  @Override
  public long size() throws IOException {
    return writer.length();
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    int first = (int) (Thread.currentThread().threadId() % READERS);
    for (int i = 0; i < READERS; i++) {
      Reader reader = readers[(first + i) % READERS];
      if (reader.lock.tryLock()) {
        return reader.readAndUnlock(position, target, offset, length);
      }
    }
    readers[first].lock.lock();
    return readers[first].readAndUnlock(position, target, offset, length);
  }

  @Override
  public void write(long position, byte[] content, int offset, int length) throws IOException {
    writer.seek(position);
    writer.write(content, offset, length);
  }

  @Override
  public void truncate(long size) throws IOException {
    writer.setLength(size);
  }

  @Override
  public void sync() throws IOException {
    writer.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    for (Reader reader : readers) {
      reader.close();
    }
    writer.close();
  }

  private static final class Reader {
    private final ReentrantLock lock = new ReentrantLock();
    private final RandomAccessFile file;
    private boolean closed;

    Reader(RandomAccessFile file) {
      this.file = file;
    }

    int readAndUnlock(long position, byte[] target, int offset, int length) throws IOException {
      try {
        if (closed) {
          throw new ClosedFile();
        }
        file.seek(position);
        int read = 0;
        while (read < length) {
          int more = file.read(target, offset + read, length - read);
          if (more < 0) {
            break;
          }
          read += more;
        }
        return read;
      } finally {
        lock.unlock();
      }
    }

    void close() throws IOException {
      lock.lock();
      try {
        closed = true;
        file.close();
      } finally {
        lock.unlock();
      }
    }
  }
}
