package dev.atom.vault.migrate;

import dev.atom.vault.ImportUnreadable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads a file that holds secrets in plain, and keeps nothing of it. */
final class PlainFile {
  private static final int MOST = 1024 * 1024;

  private PlainFile() {}

  static List<ImportEntry> read(Path file, Function<byte[], List<ImportEntry>> parser) {
    byte[] space = new byte[MOST + 1];
    byte[] bytes = new byte[0];
    // Reads into the array given, where the streams of java.nio.file copy through a buffer.
    try (InputStream in = new FileInputStream(file.toFile())) {
      int length = in.readNBytes(space, 0, space.length);
      if (length > MOST) {
        throw new ImportUnreadable(
            "the file " + file + " has more than " + MOST + " bytes; import it in parts");
      }
      bytes = Arrays.copyOf(space, length);
      return parser.apply(bytes);
    } catch (IOException e) {
      throw new ImportUnreadable(
          "the file "
              + file
              + " can't be read ("
              + e.getClass().getSimpleName()
              + "); is it there, and may this process read it?");
    } finally {
      Arrays.fill(space, (byte) 0);
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
