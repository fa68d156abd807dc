package dev.atom.jdbc;

import dev.atom.blob.Blob;
import dev.atom.json.Json;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes a backup's lines to a file that gets its name at the end. */
final class BackupWriter implements AutoCloseable {
  /** How much of a content is in one line. */
  private static final int CHUNK = 48 * 1024;

  private final Path file;
  private final Path part;
  private final FileOutputStream disk;
  private final OutputStream out;
  private final MessageDigest digest = BackupReader.sha256();
  private long rows;
  private long blobs;
  private boolean finished;

  private BackupWriter(Path file, Path part) throws IOException {
    this.file = file;
    this.part = part;
    this.disk = new FileOutputStream(part.toFile());
    this.out = new BufferedOutputStream(new GZIPOutputStream(disk, CHUNK), CHUNK);
  }

  static BackupWriter to(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null) {
      throw new IOException(file + " is no file");
    }
    Path part = Files.createTempFile(directory, absolute.getFileName() + ".", ".part", mode(file));
    try {
      return new BackupWriter(absolute, part);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  private static FileAttribute<?>[] mode(Path file) {
    return posix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  void line(Json.Obj line) throws IOException {
    byte[] bytes = line.toUtf8();
    digest.update(bytes);
    digest.update((byte) '\n');
    out.write(bytes);
    out.write('\n');
  }

  void row(String table, List<Json> values) throws IOException {
    line(Json.object().put("t", table).put("r", Json.array(values)).build());
    rows++;
  }

  void blob(Blob blob, InputStream content) throws IOException {
    line(
        Json.object()
            .put("tenant", blob.owner().tenant())
            .put("kind", blob.owner().kind())
            .put("id", blob.owner().id())
            .put("blob", blob.toJson())
            .build());
    byte[] chunk = content.readNBytes(CHUNK);
    while (chunk.length > 0) {
      line(Json.object().put("b", Base64.getEncoder().encodeToString(chunk)).build());
      chunk = content.readNBytes(CHUNK);
    }
    blobs++;
  }

  /** Ends the file and gives it its name. */
  Backup.Contents finish() throws IOException {
    String sum = HexFormat.of().formatHex(digest.digest());
    Json.Obj end =
        Json.object()
            .put("end", sum)
            .put("rows", Json.of(rows))
            .put("blobs", Json.of(blobs))
            .build();
    out.write(end.toUtf8());
    out.write('\n');
    out.flush();
    out.close();
    // Closed, so the names of its blocks and its own are synced through a channel of its own.
    sync(part, StandardOpenOption.WRITE);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path directory = file.getParent();
    if (directory != null && posix(directory)) {
      sync(directory, StandardOpenOption.READ);
    }
    finished = true;
    return new Backup.Contents(rows, blobs);
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    boolean interrupted = Thread.interrupted(); // it would close the channel before that
    try (FileChannel open = FileChannel.open(path, option)) {
      open.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      try (disk) {
        Files.deleteIfExists(part);
      }
    }
  }
}
