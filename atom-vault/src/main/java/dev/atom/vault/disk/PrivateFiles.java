package dev.atom.vault.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only their owner may read, from the moment they are created. On a file system without
 * POSIX permissions the directory's own rules apply.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /** Makes what is missing, and waits until it is on the disk. */
  public static void createDirectories(Path directory) throws IOException {
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

  public static void create(Path file) throws IOException {
    Files.createFile(file, mode(file, "rw-------"));
  }

  /**
   * Writes a file that must not exist yet, in a directory that is made if it is missing, and waits
   * until it and its name are on the disk.
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + " is no file");
    }
    createDirectories(directory);
    create(file);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.write(content);
      open.getFD().sync();
    }
    syncDirectory(directory);
  }

  /** Whether others than its owner may do anything with a file. */
  public static boolean openToOthers(Path file) throws IOException {
    return posix(file) && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  /** An interrupt closes the channel before the disk has answered, so it is put off. */
  public static void syncDirectory(Path directory) throws IOException {
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
