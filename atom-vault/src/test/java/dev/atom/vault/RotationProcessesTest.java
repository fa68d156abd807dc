package dev.atom.vault;

import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that changes keys and shreds, and is killed. */
class RotationProcessesTest {
  /** How often it is killed; {@code -Datom.kills=200} asks for more. */
  private static final int KILLS = Integer.getInteger("atom.kills", 5);

  @TempDir Path folder;

  @Test
  void nothingIsLostWhenTheProcessThatChangesKeysIsKilledAtAnyMoment() throws Exception {
    Path file = folder.resolve("vault.atom");
    List<Path> keyFiles = List.of(folder.resolve("key-1"), folder.resolve("key-2"));
    for (Path keyFile : keyFiles) {
      try (MasterKey key = MasterKey.generate()) {
        key.save(keyFile);
      }
    }
    List<MasterKey> keys = keyFiles.stream().map(MasterKey::load).toList();
    Random random = new Random();
    int last = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      last = acknowledged(start(file, keyFiles, last), 1 + random.nextInt(120), last);
      try (Vault vault = RotatingProgram.open(file, keys)) {
        last = requireAll(vault, last);
        assertThat(vault.admin().verify().problems()).isEmpty();
        // Whatever the moment, the rest can be done.
        vault.rotation().unfinished().ifPresent(rest -> assertThat(rest.run().finished()).isTrue());
        vault.rotation().finishShredding();
        requireAll(vault, last);
      }
    }
    assertThat(last).isPositive();
  }

  /** Each tenant has what was put last, or what was being put when the process died. */
  private static int requireAll(Vault vault, int last) {
    int newest = last;
    for (int number = last; number > Math.max(0, last - RotatingProgram.TENANTS); number--) {
      String found =
          text(vault, RotationContract.ref("t" + number % RotatingProgram.TENANTS, "u"))
              .orElseThrow();
      assertThat(found).isIn(String.valueOf(number), String.valueOf(last + 1));
      newest = Math.max(newest, Integer.parseInt(found));
    }
    return newest;
  }

  private static int acknowledged(Process process, int lines, int before) throws Exception {
    int last = before;
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        last = number(said.readLine(), last);
      }
      // Not Process.destroyForcibly, which closes the pipe with what was acknowledged in it.
      process.toHandle().destroyForcibly();
      for (String line; (line = said.readLine()) != null; ) {
        last = number(line, last);
      }
      process.waitFor();
    }
    return last;
  }

  private static int number(String line, int last) {
    return line.startsWith("put ") ? Integer.parseInt(line.substring(4)) : last;
  }

  private static Process start(Path file, List<Path> keyFiles, int last) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                RotatingProgram.class.getName(),
                file.toString(),
                keyFiles.get(0).toString(),
                keyFiles.get(1).toString(),
                String.valueOf(last)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
