package dev.atom.benchmarks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Before anything is measured: all sides say the same. */
class AgreementTest {
  private static final long SEED = Matching.SEED;

  @ParameterizedTest
  @EnumSource
  void everySideMatchesTheSameRules(Side side) throws Exception {
    List<List<Test>> rules = Workload.rules(10, SEED);
    List<Map<String, Object>> events = Workload.events(SEED);
    try (Contender contender = side.of(rules)) {
      Agreement.check(side.title(), contender, rules, events);
    }
  }

  @org.junit.jupiter.api.Test
  void sevenInAThousandMatch() throws Exception {
    List<List<Test>> rules = Workload.rules(1_000, SEED);
    try (Contender floor = Side.FLOOR.of(rules)) {
      double share = Agreement.check("floor", floor, rules, Workload.events(SEED));
      assertThat(share).isBetween(0.005, 0.009);
    }
  }

  @org.junit.jupiter.api.Test
  void theSameResultGivesTheSameTableAndChart() {
    String json =
        """
        [{"benchmark": "dev.atom.benchmarks.rules.Matching.event",
          "params": {"side": "FLOOR", "rules": "10"},
          "primaryMetric": {"score": 150.0},
          "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.001}}},
         {"benchmark": "dev.atom.benchmarks.rules.Matching.event",
          "params": {"side": "ATOM", "rules": "10"},
          "primaryMetric": {"score": 300.0}, "secondaryMetrics": {}}]
        """;
    Report report = Report.read(json);
    assertThat(report.table())
        .contains("| Atom, facts made before | 0.30 (2.00) |")
        .contains("| hand-written predicates | 0.15 (1.00) |");
    assertThat(new Chart(report).svg())
        .isEqualTo(new Chart(Report.read(json)).svg())
        .contains("hand-written predicates");
  }
}
