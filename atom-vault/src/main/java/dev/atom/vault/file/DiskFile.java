package dev.atom.vault.file;

import java.io.Closeable;
import java.io.IOException;

/** An open file. Any thread may read at any time; one at a time may write. */
interface DiskFile extends Closeable {
  long size() throws IOException;

  /**
   * Reads as much as there is.
   *
   * @return how many bytes; fewer than asked for only at the end of the file
   * @throws ClosedFile if the file was closed meanwhile
   */
  int read(long position, byte[] target, int offset, int length) throws IOException;

  void write(long position, byte[] content, int offset, int length) throws IOException;

  void truncate(long size) throws IOException;

  /** Waits until everything written is on the disk. */
  void sync() throws IOException;

  /** Somebody closed the file while another still wanted to read it. */
  final class ClosedFile extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedFile() {
      super("the file is closed");
    }
  }
}
