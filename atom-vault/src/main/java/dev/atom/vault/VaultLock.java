package dev.atom.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one vault object at a time have a file: a lock on {@code <file>.lock} against other processes
 * and a list against others in this one.
 *
 * <p>The lock is on a file of its own, and the list is asked before that file is opened, because
 * POSIX drops a process's lock when <em>any</em> of its descriptors of the file is closed: a second
 * opener in the same process would otherwise release the lock of the first.
 */
final class VaultLock implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;

  private VaultLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  static VaultLock take(Path file) throws IOException {
    Path key = lockFile(file);
    if (!HELD.add(key)) {
      throw new VaultLocked(
          "the vault " + file + " is open in this process already; share that Vault object");
    }
    boolean taken = false;
    try {
      VaultLock lock = new VaultLock(key, lock(file, key));
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(key);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(key);
    }
  }

  /** One name per file, however the path to it is written. */
  private static Path lockFile(Path file) throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path directory = real.getParent();
    if (directory == null) {
      throw new IOException(file + " is no file");
    }
    return directory.toRealPath().resolve(real.getFileName() + ".lock");
  }

  private static FileChannel lock(Path file, Path lockFile) throws IOException {
    if (!Files.exists(lockFile)) {
      try {
        PrivateFiles.create(lockFile);
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // Another process was faster; the lock decides.
      }
    }
    FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock();
      locked = lock != null;
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
