package dev.atom.vault.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that the engine asks of a file system, so that tests can let each single step fail or be
 * the last before a crash.
 */
interface Disk {
  /** Makes directories that only their owner may enter; those that are there stay as they are. */
  void createDirectories(Path directory) throws IOException;

  /** One name per file, however the path to it is written; its directory is there. */
  Path real(Path file) throws IOException;

  boolean exists(Path file) throws IOException;

  /** Makes an empty file that only its owner may read; fails if it is there already. */
  DiskFile create(Path file) throws IOException;

  DiskFile open(Path file) throws IOException;

  /** What is in a directory; nothing if it isn't there. */
  List<Path> list(Path directory) throws IOException;

  /** Gives a file another name, in place of the file that has it. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file if it is there. */
  void delete(Path file) throws IOException;

  /** Waits until the names in a directory are on the disk. */
  void syncDirectory(Path directory) throws IOException;

  /**
   * Keeps others from opening a file.
   *
   * @throws dev.atom.vault.VaultLocked if somebody has it
   */
  Closeable lock(Path file) throws IOException;
}
