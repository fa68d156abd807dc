package dev.atom.jdbc;

import dev.atom.blob.Blob;
import dev.atom.blob.Blobs;
import dev.atom.json.Json;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a backup's lines. */
final class BackupReader implements AutoCloseable {
  private final Path file;
  private final BufferedReader lines;
  private Json.@Nullable Obj returned;

  private BackupReader(Path file, BufferedReader lines) {
    this.file = file;
    this.lines = lines;
  }

  static BackupReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      GZIPInputStream unzipped = new GZIPInputStream(in, 64 * 1024);
      return new BackupReader(
          file, new BufferedReader(new InputStreamReader(unzipped, StandardCharsets.UTF_8)));
    } catch (ZipException | EOFException e) {
      in.close();
      throw damaged(file, "it is no gzip file");
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads a backup to its end and compares its digest; tells what it holds. */
  static Backup.Contents checked(Path file) throws IOException {
    try (BackupReader reader = open(file)) {
      MessageDigest digest = sha256();
      String text = reader.lines.readLine();
      Json.Obj header = reader.parsed(text);
      while (text != null) {
        Json.Obj line = reader.parsed(text);
        Optional<String> sum = line.text("end");
        if (sum.isPresent()) {
          if (!sum.get().equals(HexFormat.of().formatHex(digest.digest()))) {
            throw damaged(file, "its digest is another");
          }
          if (reader.lines.readLine() != null) { // also makes gzip compare its own sum
            throw damaged(file, "something comes after its end");
          }
          requireKnown(file, header);
          return new Backup.Contents(number(line, "rows"), number(line, "blobs"));
        }
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        text = reader.lines.readLine();
      }
      throw damaged(file, "its end is missing");
    } catch (ZipException | EOFException e) {
      throw damaged(file, "it is cut off or changed");
    }
  }

  private static void requireKnown(Path file, Json.Obj header) {
    long form = number(header, "atom_backup");
    if (form < 1) {
      throw damaged(file, "it does not begin as a backup does");
    }
    if (form > Backup.FORM || number(header, "schema") > Migrations.CURRENT) {
      throw new StoreException(
          file + " was written by a newer Atom; update atom-jdbc to the version that wrote it");
    }
  }

  private static long number(Json.Obj line, String name) {
    return line.get(name).orElse(Json.NULL) instanceof Json.Num number
        ? number.value().longValue()
        : 0;
  }

  private static StoreException damaged(Path file, String how) {
    return new StoreException("the backup " + file + " is damaged: " + how + "; use another one");
  }

  private Json.Obj parsed(@Nullable String text) {
    try {
      return text == null ? Json.Obj.EMPTY : Json.parseObject(text);
    } catch (RuntimeException e) {
      throw damaged(file, "a line is no JSON");
    }
  }

  /** Returns the next line, null at the end. */
  Json.@Nullable Obj next() throws IOException {
    Json.Obj line = returned;
    returned = null;
    if (line != null) {
      return line;
    }
    String text = lines.readLine();
    return text == null ? null : parsed(text);
  }

  /** Puts all contents. */
  void putBlobs(Blobs blobs) throws IOException {
    for (Json.Obj line = next(); line != null; line = next()) {
      if (line.get("blob").orElse(Json.NULL) instanceof Json.Obj reference) {
        Blob wanted = Blob.of(owner(line), reference);
        Blob put = blobs.put(wanted.owner(), new Chunks());
        if (!put.equals(wanted)) {
          throw damaged(file, wanted + " has other bytes");
        }
      }
    }
  }

  private static Subject owner(Json.Obj line) {
    return new Subject(
        line.text("tenant").orElse(""), line.text("kind").orElse(""), line.text("id").orElse(""));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** The bytes of one content, up to the line that begins something else. */
  private final class Chunks extends InputStream {
    private byte[] chunk = new byte[0];
    private int at;
    private boolean ended;

    @Override
    public int read() throws IOException {
      return fill() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, chunk.length - at);
      System.arraycopy(chunk, at, bytes, offset, count);
      at += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (at == chunk.length && !ended) {
        Json.Obj line = next();
        Optional<String> data = line == null ? Optional.empty() : line.text("b");
        if (data.isPresent()) {
          chunk = Base64.getDecoder().decode(data.get());
          at = 0;
        } else {
          ended = true;
          returned = line;
        }
      }
      return at < chunk.length;
    }
  }
}
