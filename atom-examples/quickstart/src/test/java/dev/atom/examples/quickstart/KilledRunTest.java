package dev.atom.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the program, as the kernel does, at random moments, and lets the next run go on. */
class KilledRunTest {
  private static final int KILLS = 20;

  @TempDir Path folder;

  @Test
  void endsInTheSameStateWhereverItIsKilled() throws Exception {
    long seed = Long.getLong("quickstart.seed", System.nanoTime());
    Random random = new Random(seed);
    Path undisturbed = folder.resolve("undisturbed");
    long start = System.nanoTime();
    String state = finish(undisturbed);
    int typical = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    Left first = new Left(undisturbed);
    int killed = 0;
    for (int round = 0; killed < KILLS; round++) {
      Path home = folder.resolve("home-" + round);
      int kills = killed;
      while (killed < KILLS && killed(home, random.nextInt(typical))) {
        killed++;
        if (random.nextBoolean()) {
          break;
        }
      }
      String as = "seed " + seed + ", round " + round + ", kills " + (killed - kills);
      assertThat(finish(home)).as(as).isEqualTo(state);
      Left left = new Left(home);
      assertThat(left.calls()).as(as).doesNotHaveDuplicates().hasSameSizeAs(first.calls());
      assertThat(left.delivered()).as(as).isEqualTo(first.delivered());
      assertThat(Program.run("--home", home.toString(), "--brief").out())
          .as(as)
          .contains("43 turns, 84 model calls and 43 deliveries; none is repeated");
    }
    System.out.println("killed " + killed + " times within " + typical + " ms, seed " + seed);
  }

  /** Kills a run after a while; false if it ended before. */
  private static boolean killed(Path home, int millis) throws IOException, InterruptedException {
    Process process = start(home, ProcessBuilder.Redirect.DISCARD);
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    process.destroyForcibly().waitFor();
    return true;
  }

  private String finish(Path home) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process = start(home, ProcessBuilder.Redirect.to(out.toFile()));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    String printed = Files.readString(out);
    assertThat(process.exitValue()).as(printed).isZero();
    return Program.state(printed);
  }

  private static Process start(Path home, ProcessBuilder.Redirect out) throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--mock",
                "--brief",
                "--home",
                home.toString())
            .redirectErrorStream(true)
            .redirectOutput(out);
    return program.start();
  }
}
