package dev.atom.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for a secret in everything a process has in its heap after its vault was closed. */
class HeapDumpTest {
  private static final String CANARY = "sk-HEAPDUMP-c4n4ry-9f2e7b1";

  @TempDir Path folder;

  @Test
  void noCopyIsLeftInTheHeap() throws IOException, InterruptedException {
    assertThat(copiesAfter("careful")).isZero();
  }

  @Test
  void aCopyThatAHostKeepsIsFound() throws IOException, InterruptedException {
    assertThat(copiesAfter("leaky")).isPositive();
  }

  private int copiesAfter(String manner) throws IOException, InterruptedException {
    Path dump = folder.resolve(manner + ".hprof");
    Process process = Fixture.start(HeapDumpProgram.class, List.of(), dump.toString(), manner);
    try (OutputStream in = process.getOutputStream()) {
      in.write(CANARY.getBytes(StandardCharsets.US_ASCII));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(out).as(err).contains("dumped");
    return count(dump, CANARY.getBytes(StandardCharsets.US_ASCII))
        + count(dump, CANARY.getBytes(StandardCharsets.UTF_16LE))
        + count(dump, CANARY.getBytes(StandardCharsets.UTF_16BE));
  }

  /** How often some bytes stand in a file. None of them begins anew inside itself. */
  private static int count(Path file, byte[] wanted) throws IOException {
    int found = 0;
    int matched = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == (wanted[matched] & 0xff)) {
          matched++;
        } else {
          matched = next == (wanted[0] & 0xff) ? 1 : 0;
        }
        if (matched == wanted.length) {
          found++;
          matched = 0;
        }
      }
    }
    return found;
  }
}
