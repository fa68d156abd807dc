package dev.atom.vault.file;

import dev.atom.vault.disk.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The file system of the machine. */
final class RealDisk implements Disk {
  @Override
  public void createDirectories(Path directory) throws IOException {
    PrivateFiles.createDirectories(directory);
  }

  @Override
  public Path real(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path absolute = file.toAbsolutePath();
    return Log.directory(absolute).toRealPath().resolve(absolute.getFileName());
  }

  @Override
  public boolean exists(Path file) {
    return Files.exists(file);
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    PrivateFiles.create(file);
    return new RealFile(file);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new RealFile(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    PrivateFiles.syncDirectory(directory);
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    return FileLease.take(file);
  }
}
