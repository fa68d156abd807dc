package dev.atom.blob;

import dev.atom.json.Json;
import dev.atom.store.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Contents as files below a directory, the default engine. Several processes may share it.
 *
 * <p>Layout: {@code <aa>/<digest of the owner>/<sha256>}, where {@code aa} are the digest's first two
 * digits, and in each owner's directory a file {@code owner.json} that names it, so that a name of
 * any form and length is a path. A content is written to a file of another name, synced and renamed;
 * what a crash leaves of such files ({@code *.part}) may be deleted once they are a day old.
 * Directories have mode 0700, files 0600. Contents are not encrypted.
 *
 * <p>Thread-safe.
 */
public final class FileBlobs implements Blobs {
  private static final String OWNER = "owner.json";

  private final Path root;
  private final Clock clock;

  private FileBlobs(Path root, Clock clock) {
    this.root = root;
    this.clock = clock;
  }

  /**
   * Opens a directory, which is made if it is not there.
   *
   * @param root the directory
   * @param clock where the time comes from at which a content was put: its file's time
   * @return the engine
   * @throws BlobException if it can't be made
   */
  public static FileBlobs in(Path root, Clock clock) {
    try {
      PrivateFiles.createDirectories(root);
    } catch (IOException e) {
      throw new BlobException("can't make the directory " + root + "; check its permissions", e);
    }
    return new FileBlobs(root, clock);
  }

  @Override
  public Blob put(Subject owner, InputStream content) {
    try {
      Path directory = directory(owner);
      describe(directory, owner);
      Path part = PrivateFiles.createPart(directory);
      try {
        MessageDigest digest = CheckedContent.sha256();
        long size;
        try (OutputStream file = PrivateFiles.synced(part);
            DigestOutputStream digested = new DigestOutputStream(file, digest)) {
          size = content.transferTo(digested);
        }
        Blob blob = new Blob(owner, CheckedContent.hex(digest), size);
        Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
        PrivateFiles.rename(part, directory.resolve(blob.sha256()));
        return blob;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new BlobException(
          "can't keep a content for " + owner + " below " + root + "; check the free space", e);
    }
  }

  @Override
  public InputStream open(Blob blob) {
    try {
      return CheckedContent.of(Files.newInputStream(path(blob)), blob);
    } catch (NoSuchFileException e) {
      throw new BlobMissing(blob);
    } catch (IOException e) {
      throw new BlobException("can't open " + blob, e);
    }
  }

  @Override
  public List<Blob> list(Subject owner) {
    List<Blob> found = new ArrayList<>();
    list(owner, directory(owner), found::add);
    return List.copyOf(found);
  }

  private static void list(Subject owner, Path directory, Consumer<Blob> action) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9a-f]*")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.length() == 64) {
          action.accept(new Blob(owner, name, Files.size(file)));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // nothing was put for it, or it was deleted meanwhile
    } catch (IOException e) {
      throw new BlobException("can't list what is kept for " + owner, e);
    }
  }

  @Override
  public void delete(Blob blob) {
    try {
      Files.deleteIfExists(path(blob));
    } catch (IOException e) {
      throw new BlobException("can't delete " + blob, e);
    }
  }

  /**
   * Asked of the file, and asked again once it is out of the way: a content that is put again in
   * between gets its name back. Who opens it in that moment may miss it.
   */
  @Override
  public boolean deleteIfPutBefore(Blob blob, Instant before) {
    try {
      Path path = path(blob);
      if (!isPutBefore(path, before)) {
        return false;
      }
      Path part = PrivateFiles.createPart(directory(blob.owner()));
      try {
        Files.move(path, part, StandardCopyOption.ATOMIC_MOVE);
        boolean unused = isPutBefore(part, before);
        if (!unused) {
          PrivateFiles.rename(part, path);
        }
        return unused;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new BlobException("can't delete " + blob, e);
    }
  }

  private static boolean isPutBefore(Path file, Instant before) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(before);
  }

  @Override
  public void forEach(Consumer<Blob> action) {
    try (var owners = Files.find(root, 3, (path, attributes) -> path.endsWith(OWNER))) {
      owners.forEach(
          file -> {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
              list(owner(file), directory, action);
            }
          });
    } catch (IOException e) {
      throw new BlobException("can't list " + root, e);
    }
  }

  @Override
  public void close() {}

  private Path path(Blob blob) {
    return directory(blob.owner()).resolve(blob.sha256());
  }

  private Path directory(Subject owner) {
    MessageDigest digest = CheckedContent.sha256();
    digest.update(describe(owner).toString().getBytes(StandardCharsets.UTF_8));
    String name = CheckedContent.hex(digest);
    return root.resolve(name.substring(0, 2)).resolve(name);
  }

  private static Json.Obj describe(Subject owner) {
    return Json.object()
        .put("tenant", owner.tenant())
        .put("kind", owner.kind())
        .put("id", owner.id())
        .build();
  }

  /** Names the owner in its directory, before anything is in it. */
  private static void describe(Path directory, Subject owner) throws IOException {
    Path file = directory.resolve(OWNER);
    if (Files.exists(file)) {
      return;
    }
    PrivateFiles.createDirectories(directory);
    Path part = PrivateFiles.createPart(directory);
    try {
      try (OutputStream open = PrivateFiles.synced(part)) {
        open.write(describe(owner).toString().getBytes(StandardCharsets.UTF_8));
      }
      PrivateFiles.rename(part, file);
    } catch (FileAlreadyExistsException another) {
      return;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Subject owner(Path file) {
    try {
      Json.Obj json = Json.parseObject(Files.readString(file));
      return new Subject(
          json.text("tenant").orElseThrow(),
          json.text("kind").orElseThrow(),
          json.text("id").orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
