package dev.atom.vault.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.vault.VaultLocked;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store among processes, some of which die. */
class StoreProcessesTest {
  /** How often the writer is killed; {@code -Datom.kills=200} asks for more. */
  private static final int KILLS = Integer.getInteger("atom.kills", 12);

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedSurvivesKillsAtAnyMoment() throws Exception {
    Path file = folder.resolve("vault.atom");
    Random random = new Random();
    long[] acknowledged = new long[CommittingProgram.THREADS];
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(CommittingProgram.class, file);
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        int wanted = 1 + random.nextInt(400);
        for (int i = 0; i < wanted; i++) {
          note(lines.readLine(), acknowledged);
        }
        // Not Process.destroyForcibly, which closes the pipe with what was acknowledged in it.
        process.toHandle().destroyForcibly();
        for (String line; (line = lines.readLine()) != null; ) {
          note(line, acknowledged);
        }
        process.waitFor();
      }
      try (FileVaultStore store = CommittingProgram.open(file)) {
        assertThat(store.health().damage()).isEmpty();
        long rows = 0;
        for (int thread = 0; thread < CommittingProgram.THREADS; thread++) {
          acknowledged[thread] = requireWhole(store, thread, acknowledged[thread]);
          rows += Math.min(CommittingProgram.KEPT, acknowledged[thread]);
        }
        assertThat(store.scan(RowKind.AUDIT, Bytes.EMPTY, Bytes.EMPTY, 1_000)).hasSize((int) rows);
      }
    }
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsGone() throws Exception {
    Path file = folder.resolve("vault.atom");
    Process other = start(HoldingProgram.class, file);
    try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> FileVaultStore.open(file))
          .isInstanceOf(VaultLocked.class)
          .hasMessageContaining("another process");
    } finally {
      other.destroyForcibly().waitFor();
    }
    FileVaultStore.open(file).close();
  }

  @Test
  void aSecondOpenerInThisProcessDoesNotFreeTheLockForAnotherProcess() throws Exception {
    Path file = folder.resolve("vault.atom");
    try (FileVaultStore first = FileVaultStore.open(file)) {
      assertThatThrownBy(() -> FileVaultStore.open(file))
          .isInstanceOf(VaultLocked.class)
          .hasMessageContaining("in this process");
      // POSIX drops the lock when any descriptor of the locked file closes; nobody else has one,
      // not even one who reads the log itself.
      Files.readAllBytes(file);
      first.copyTo(folder.resolve("copy"));
      first.compact();
      assertThat(holding(file)).isEqualTo("vault_locked");
    }
    assertThat(holding(file)).isEqualTo("open");
  }

  /** All rows of a thread are of its last commit, which is the acknowledged one or the next. */
  private static long requireWhole(FileVaultStore store, int thread, long acknowledged) {
    long last = store.get(CommittingProgram.counter(thread)).map(Row::revision).orElse(0L);
    assertThat(last).isBetween(acknowledged, acknowledged + 1);
    for (long number = Math.max(1, last - CommittingProgram.KEPT + 1); number <= last; number++) {
      Row row = store.get(CommittingProgram.numbered(thread, number)).orElseThrow();
      assertThat(row.content()).isEqualTo(CommittingProgram.content(thread, number));
    }
    assertThat(store.get(CommittingProgram.numbered(thread, last + 1))).isEmpty();
    assertThat(store.get(CommittingProgram.numbered(thread, last - CommittingProgram.KEPT)))
        .isEmpty();
    return last;
  }

  private static void note(String line, long[] acknowledged) {
    int space = line.indexOf(' ');
    acknowledged[Integer.parseInt(line.substring(0, space))] =
        Long.parseLong(line.substring(space + 1));
  }

  private static String holding(Path file) throws IOException, InterruptedException {
    Process process = start(HoldingProgram.class, file);
    process.getOutputStream().close();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      process.waitFor();
      return line;
    }
  }

  private static Process start(Class<?> program, Path file) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                program.getName(),
                file.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
