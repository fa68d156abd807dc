package dev.atom.vault.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that has imported keys and closed them, searched for what it had in plain. */
class WipedMemoryTest {
  @TempDir private Path folder;

  @Test
  void nothingInPlainIsLeftInTheHeap() throws IOException, InterruptedException {
    Random random = new Random(11);
    String key = FernetTokens.key(random);
    String inToken = "sk-token-" + Long.toHexString(random.nextLong()) + "-of-some-length";
    String inFile = "sk-file-" + Long.toHexString(random.nextLong()) + "-of-some-length";
    String token = FernetTokens.token(key, inToken, random);
    Path file = folder.resolve("settings");
    Files.writeString(file, "OPENAI_API_KEY=" + inFile + "\n");
    Path dump = folder.resolve("memory.hprof");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                OpeningTokenProgram.class.getName(),
                key,
                token,
                file.toString(),
                dump.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    byte[] memory = Files.readAllBytes(dump);
    // The search works: the token was an argument.
    assertThat(count(memory, token)).isPositive();
    for (String plain : List.of(inToken, inFile)) {
      assertThat(count(memory, plain)).isZero();
      assertThat(count(memory, plain.substring(9))).isZero();
    }
  }

  private static int count(byte[] memory, String text) {
    String all = new String(memory, StandardCharsets.ISO_8859_1);
    int found = 0;
    for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
      found++;
    }
    return found;
  }
}
