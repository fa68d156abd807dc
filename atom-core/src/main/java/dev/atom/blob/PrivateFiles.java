package dev.atom.blob;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that only their owner may read, from the moment they are created. On a file system without
 * POSIX permissions the directory's own rules apply.
 */
final class PrivateFiles {
  private PrivateFiles() {}

  static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, mode(directory, "rwx------"));
    }
  }

  static Path createPart(Path directory) throws IOException {
    return Files.createTempFile(directory, "", ".part", mode(directory, "rw-------"));
  }

  /** Returns a stream to a file that is on the disk when it is closed. */
  static OutputStream synced(Path file) throws IOException {
    FileOutputStream out = new FileOutputStream(file.toFile());
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        try (out) {
          if (out.getChannel().isOpen()) {
            out.getFD().sync();
          }
        }
      }
    };
  }

  /** Gives a file its name, and waits until the name is on the disk. */
  static void rename(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !posix(directory)) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // it would close the channel before that
    try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
      open.force(true);
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
