package dev.atom.providers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

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
    run("few.txt", 6_000, 2);
  }

  @Test
  @Tag("fuzz")
  void aMillionBrokenAnswersAreReadOrRefused() throws InterruptedException {
    run("million.txt", 1_000_000, 3);
  }

  private static void run(String report, long cases, int threads) throws InterruptedException {
    Campaign campaign =
        new Campaign(
            Long.getLong("atom.fuzz.seed", 20261121), Long.getLong("atom.fuzz.cases", cases));
    var defects = campaign.run(threads);
    campaign.writeReport(report);
    assertThat(defects).as(campaign.report()).isEmpty();
  }
}
