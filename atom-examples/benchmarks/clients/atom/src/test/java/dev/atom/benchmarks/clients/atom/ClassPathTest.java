package dev.atom.benchmarks.clients.atom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program gets that chats with a model through Atom, as Maven resolves it. */
class ClassPathTest {
  private static final int MOST_ENTRIES = 12;
  private static final long MOST_BYTES = 6_500_000;

  @Test
  void providersStaySmall() throws IOException {
    List<Path> entries = entries();

    assertThat(entries).as("jars of atom-providers").hasSizeBetween(4, MOST_ENTRIES);
    assertThat(entries.stream().mapToLong(ClassPathTest::size).sum())
        .as("bytes of %s", entries)
        .isLessThan(MOST_BYTES);
  }

  /**
   * Without what is measured with. A folder in place of a jar is a module just compiled: it counts,
   * but its size, not packed yet, doesn't.
   */
  private static List<Path> entries() throws IOException {
    String paths = Files.readString(Path.of("target", "class-path.txt")).strip();
    return Arrays.stream(paths.split(System.getProperty("path.separator")))
        .filter(path -> !path.contains("clients-harness") && !path.contains("clients/harness"))
        .map(Path::of)
        .toList();
  }

  private static long size(Path entry) {
    return Files.isRegularFile(entry) ? entry.toFile().length() : 0;
  }
}
