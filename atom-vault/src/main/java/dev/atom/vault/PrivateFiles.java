package dev.atom.vault;

import java.io.IOException;
import java.io.RandomAccessFile;
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
final class PrivateFiles {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /** Makes the directories above a file; those that are there already stay as they are. */
  static void createDirectories(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory, mode(directory, "rwx------"));
    }
  }

  static void create(Path file) throws IOException {
    Files.createFile(file, mode(file, "rw-------"));
  }

  /** Writes a file that must not exist yet, and waits until it and its name are on the disk. */
  static void writeNew(Path file, byte[] content) {
    try {
      create(file);
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
        open.write(content);
        open.getFD().sync();
      }
      syncDirectory(file);
    } catch (FileAlreadyExistsException e) {
      throw new VaultUnavailable(file + " exists already and is not overwritten", e);
    } catch (IOException e) {
      throw new VaultUnavailable("can't write " + file, e);
    }
  }

  /**
   * Waits until the name of a file is on the disk. An interrupt would close the channel before that,
   * so it is put off.
   */
  static void syncDirectory(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !posix(directory)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
      open.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static boolean openToOthers(Path file) throws IOException {
    return posix(file) && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
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
