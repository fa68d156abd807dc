package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.benchmarks.RatioTable.Line;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RatioTableTest {
  @Test
  void comparesEachLineWithTheFloorOfItsGroup() {
    String table =
        RatioTable.markdown(
            List.of(
                new Line("Rules n=1", "ruleSet", 6, 0.5, 4.5, Optional.of(80.0)),
                new Line("Rules n=1", "bareLoop", 2, 0.25, 1.5, Optional.of(16.0)),
                new Line("Rules n=9", "bareLoop", 3, 0.25, 2.5, Optional.empty())));

    assertThat(table.lines().skip(2))
        .containsExactly(
            "| Rules n=1 | ruleSet | 6.000 | 0.500 | 4.500 | 3.00 | 80 |",
            "| Rules n=1 | bareLoop | 2.000 | 0.250 | 1.500 | 1.00 | 16 |",
            "| Rules n=9 | bareLoop | 3.000 | 0.250 | 2.500 | 1.00 |  |");
  }

  @Test
  void hasNoRatioWithoutAFloor() {
    String table =
        RatioTable.markdown(List.of(new Line("Rules", "ruleSet", 6, 0.5, 4.5, Optional.empty())));

    assertThat(table.lines().skip(2))
        .containsExactly("| Rules | ruleSet | 6.000 | 0.500 | 4.500 |  |  |");
  }
}
