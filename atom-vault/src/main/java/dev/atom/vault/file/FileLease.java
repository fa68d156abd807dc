package dev.atom.vault.file;

import dev.atom.vault.VaultLocked;
import dev.atom.vault.disk.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one store at a time have a file: a lock on {@code <file>.lock} against other processes and a
 * list against others in this one.
 *
 * <p>The lock is on a file of its own, and the list is asked before that file is opened, because
 * POSIX drops a process's lock when <em>any</em> of its descriptors of the file is closed: a second
 * opener in the same process would otherwise release the lock of the first.
 */
final class FileLease implements Closeable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;

  private FileLease(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Takes a file, named by its real path. */
  static FileLease take(Path file) throws IOException {
    Path key = file.resolveSibling(file.getFileName() + ".lock");
    if (!HELD.add(key)) {
      throw new VaultLocked(
          "the vault " + file + " is open in this process already; share that object");
    }
    boolean taken = false;
    try {
      FileLease lease = new FileLease(key, lock(file, key));
      taken = true;
      return lease;
    } finally {
      if (!taken) {
        HELD.remove(key);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD.remove(key);
      }
    }
  }

  private static FileChannel lock(Path file, Path lockFile) throws IOException {
    if (!Files.exists(lockFile)) {
      try {
        PrivateFiles.create(lockFile);
      } catch (FileAlreadyExistsException e) {
        // Another process was faster; the lock decides.
      }
    }
    FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held by a copy of this class from another class loader.
      locked = false;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new VaultLocked(
          "the vault " + file + " is open in another process; a vault file has one at a time");
    }
    return channel;
  }
}
