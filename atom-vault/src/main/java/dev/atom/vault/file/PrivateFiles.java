package dev.atom.vault.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that only their owner may read, from the moment they are created. On a file system without
 * POSIX permissions the directory's own rules apply.
 */
final class PrivateFiles {
  private PrivateFiles() {}

  /** Makes what is missing, and waits until it is on the disk. */
  static void createDirectories(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (!Files.isDirectory(directory)) {
      if (parent != null) {
        createDirectories(parent);
      }
      try {
        Files.createDirectory(directory, mode(directory, "rwx------"));
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(directory)) {
          throw e;
        }
      }
      if (parent != null) {
        syncDirectory(parent);
      }
    }
  }

  static void create(Path file) throws IOException {
    Files.createFile(file, mode(file, "rw-------"));
  }

  /** An interrupt closes the channel before the disk has answered, so it is put off. */
  static void syncDirectory(Path directory) throws IOException {
    if (!posix(directory)) {
      return;
    }
    boolean interrupted = false;
    try {
      boolean synced = false;
      while (!synced) {
        interrupted |= Thread.interrupted();
        try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
          open.force(true);
          synced = true;
        } catch (ClosedByInterruptException e) {
          // Once more.
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static FileAttribute<?>[] mode(Path file, String permissions) {
    if (!posix(file)) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  private static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
