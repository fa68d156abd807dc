package dev.atom.vault;

import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault among several processes, some of which die. */
class ProcessesTest {
  private static final int KILLS = 10;

  @TempDir Path folder;
  private Path vault;
  private Path key;

  @BeforeEach
  void saveKey() {
    vault = folder.resolve("vault");
    key = folder.resolve("master.key");
    MasterKey.generate().save(key);
  }

  @Test
  void whatWasAcknowledgedSurvivesKillsAtAnyMoment() throws Exception {
    int acknowledged = -1;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          Fixture.start(
              PuttingProgram.class,
              List.of(),
              vault.toString(),
              key.toString(),
              String.valueOf(acknowledged + 1));
      try (BufferedReader acknowledgements = process.inputReader(StandardCharsets.UTF_8)) {
        for (int i = 0; i < 20 + 13 * kill; i++) {
          acknowledged = Integer.parseInt(acknowledgements.readLine());
        }
        // Not Process.destroyForcibly, which closes the pipe with what was acknowledged in it.
        process.toHandle().destroyForcibly();
        for (String line; (line = acknowledgements.readLine()) != null; ) {
          acknowledged = Integer.parseInt(line);
        }
        process.waitFor();
      }
      int last = acknowledged;
      try (Vault opened = Vault.open(vault, MasterKey.load(key))) {
        assertThat(opened.health().sound()).isTrue();
        for (int user = 0; user < 7; user++) {
          // The put after the last acknowledged one may be there or not.
          String value = text(opened, ref("user" + user, "openai")).orElseThrow();
          int number = Integer.parseInt(value.substring("value ".length()));
          assertThat(number % 7).isEqualTo(user);
          assertThat(number).isBetween(last - 6, last + 1);
        }
      }
    }
  }

  @Test
  void aSecondOpenerInThisProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    try (Vault first = Vault.open(vault, MasterKey.load(key))) {
      for (Path path : List.of(vault, folder.resolve("./vault"), link.resolve("vault"))) {
        assertThatThrownBy(() -> Vault.open(path, MasterKey.load(key)))
            .isInstanceOf(VaultLocked.class)
            .hasMessageContaining("in this process");
      }
      // POSIX drops the lock when any descriptor of the file closes; the refused ones had none.
      assertThat(open()).isEqualTo("vault_locked\n");
      assertThat(first.health().sound()).isTrue();
    }
    assertThat(open()).isEqualTo("open\n");
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsGone() throws Exception {
    Process other =
        Fixture.start(OpeningProgram.class, List.of(), vault.toString(), key.toString());
    try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> Vault.open(vault, MasterKey.load(key)))
          .isInstanceOf(VaultLocked.class)
          .hasMessageContaining("another process");
    } finally {
      other.destroyForcibly().waitFor();
    }
    Vault.open(vault, MasterKey.load(key)).close();
  }

  private String open() throws IOException, InterruptedException {
    return Fixture.run(OpeningProgram.class, List.of(), vault.toString(), key.toString());
  }
}
