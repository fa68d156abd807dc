package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteDecisionTest {
  @ParameterizedTest
  @ValueSource(strings = {"order", "weighted", "cheapest", "fastest"})
  void everyPolicyChoosesATarget(String policy) {
    RouteDecision benchmark = new RouteDecision();
    benchmark.policy = policy;
    benchmark.prepare();
    assertThat(benchmark.decision()).isBetween(0, 15);
    assertThat(benchmark.callsDecision()).isBetween(0, 15);
    assertThat(benchmark.explain().chosen()).isPresent();
    if (policy.equals("cheapest")) {
      assertThat(benchmark.decision()).isEqualTo(benchmark.bareMinimum());
    }
  }
}
