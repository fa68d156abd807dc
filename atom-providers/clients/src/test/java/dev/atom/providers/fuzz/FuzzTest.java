package dev.atom.providers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.providers.openai.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Broken answers become a reply or a {@link dev.atom.model.ModelException}, whatever is broken. Run
 * with {@code -Datom.fuzz.seed=…} to repeat what failed; a report and the cases that failed are in
 * {@code target/fuzz}.
 */
class FuzzTest {
  @Test
  void someThousandBrokenAnswersAreReadOrRefused() throws InterruptedException {
    run(new Fuzzer(), "few", 6_000, 2);
  }

  @Test
  void aFewHundredBrokenAnswersAreReadOrRefusedOverASocket() throws Exception {
    try (TestServer server = new TestServer()) {
      run(new Fuzzer(server), "few-over-sockets", 800, 1);
    }
  }

  @Test
  @Tag("fuzz")
  void aMillionBrokenAnswersAreReadOrRefused() throws InterruptedException {
    run(new Fuzzer(), "million", 1_000_000, 3);
  }

  @Test
  @Tag("fuzz")
  void tenThousandBrokenAnswersAreReadOrRefusedOverASocket() throws Exception {
    try (TestServer server = new TestServer()) {
      run(new Fuzzer(server), "over-sockets", 10_000, 1);
    }
  }

  private static void run(Fuzzer fuzzer, String report, long cases, int threads)
      throws InterruptedException {
    Campaign campaign = new Campaign(fuzzer, Long.getLong("atom.fuzz.seed", 20261121), cases);
    Map<String, String> defects = campaign.run(threads);
    campaign.writeReport(report + ".txt");
    assertThat(defects).as(campaign.report()).isEmpty();
  }
}
