package dev.atom.router.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atom.CallContext;
import dev.atom.model.ChatRequest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final long ALL = 0b1111;

  private final Known choice = new Known();

  /** Four targets whose figures a test sets. */
  private static final class Known implements Choice {
    private final Random random = new Random(1);
    private double[] weights = {1, 1, 1, 1};
    private double[] usd = {4, 2, 2.1, Double.NaN};
    private double[] nanos = {40e6, 10e6, 30e6, 20e6};
    private int[] inFlight = {0, 0, 0, 0};
    private CallContext context = CallContext.create();

    @Override
    public RequestFacts facts() {
      return RequestFacts.of(ChatRequest.of("Hello"), false, 10, context);
    }

    @Override
    public String name(int target) {
      return "target " + target;
    }

    @Override
    public boolean tagged(int target, String tag) {
      return tag.equals("eu") && target >= 2;
    }

    @Override
    public double weight(int target) {
      return weights[target];
    }

    @Override
    public double expectedUsd(int target) {
      return usd[target];
    }

    @Override
    public double expectedNanos(int target) {
      return nanos[target];
    }

    @Override
    public int inFlight(int target) {
      return inFlight[target];
    }

    @Override
    public double random() {
      return random.nextDouble();
    }
  }

  private double[] shares(Policy policy, long set) {
    double[] shares = new double[4];
    for (int i = 0; i < 10_000; i++) {
      long kept = policy.narrow(choice, set);
      assertThat(kept & ~set).isZero();
      shares[Targets.first(kept)] += 1.0 / 10_000;
    }
    return shares;
  }

  @Test
  void orderKeepsTheFirstThatIsLeft() {
    assertThat(Policy.order().narrow(choice, 0b1100)).isEqualTo(0b0100);
  }

  @Test
  void weightsAreDrawnByTheirShare() {
    choice.weights = new double[] {1, 2, 5, 0};
    double[] shares = shares(Policy.weighted(), ALL);
    assertThat(shares[0]).isCloseTo(0.125, within(0.02));
    assertThat(shares[1]).isCloseTo(0.25, within(0.02));
    assertThat(shares[2]).isCloseTo(0.625, within(0.02));
    assertThat(shares[3]).isZero();
  }

  /** Others divide by zero here. */
  @Test
  void weightsThatAreAllZeroAreDrawnAlike() {
    choice.weights = new double[4];
    assertThat(shares(Policy.weighted(), 0b0110)[1]).isCloseTo(0.5, within(0.03));
  }

  @Test
  void cheapestNeverTakesAnUnknownPriceForNothing() {
    assertThat(Policy.cheapest().narrow(choice, ALL)).isEqualTo(0b0010);
    assertThat(Policy.cheapest().narrow(choice, 0b1001)).isEqualTo(0b0001);
    assertThat(Policy.cheapest().narrow(choice, 0b1000)).isEqualTo(0b1000);
  }

  @Test
  void cheapestWithToleranceKeepsWhatCostsLittleMore() {
    assertThat(Policy.cheapest(0.1).narrow(choice, ALL)).isEqualTo(0b0110);
  }

  @Test
  void policiesNarrowOneAfterTheOther() {
    Policy policy = Policy.tagged("eu").then(Policy.cheapest());
    assertThat(policy.narrow(choice, ALL)).isEqualTo(0b0100);
    assertThat(policy.narrow(choice, 0b0011)).isEqualTo(0b0010);
  }

  @Test
  void fastestNeverTakesTheSlowestOfSeveral() {
    double[] shares = shares(Policy.fastest(), ALL);
    assertThat(shares[0]).isZero();
    assertThat(shares[1]).isCloseTo(0.5, within(0.03));
    assertThat(shares[3]).isCloseTo(1.0 / 3, within(0.03));
  }

  @Test
  void fastestMindsTheCallsThatRun() {
    choice.inFlight = new int[] {0, 9, 0, 0};
    assertThat(shares(Policy.fastest(), ALL)[1]).isZero();
  }

  @Test
  void fastestSpreadsCallsWhileNothingIsKnown() {
    choice.nanos = new double[4];
    for (double share : shares(Policy.fastest(), ALL)) {
      assertThat(share).isCloseTo(0.25, within(0.03));
    }
  }

  @Test
  void rulesChooseByTheFactsOfTheRequest() {
    Policy policy =
        Policy.when(facts -> facts.tagged(RequestFacts.TASK, "summary"), Policy.cheapest())
            .then(Policy.when(facts -> facts.tenant().equals("acme"), Policy.tagged("eu")))
            .then(Policy.order());
    assertThat(policy.narrow(choice, ALL)).isEqualTo(0b0001);
    choice.context = CallContext.create().tenant("acme");
    assertThat(policy.narrow(choice, ALL)).isEqualTo(0b0100);
    choice.context = choice.context.tag(RequestFacts.TASK, "summary");
    assertThat(policy.narrow(choice, ALL)).isEqualTo(0b0010);
  }

  @Test
  void hostChoosesByItself() {
    Policy policy = Policy.choosing((known, set) -> Targets.list(set).get(1));
    assertThat(policy.narrow(choice, 0b1010)).isEqualTo(0b1000);
  }

  @Test
  void setsListTheirTargets() {
    assertThat(Targets.list(0b1010)).isEqualTo(List.of(1, 3));
    assertThat(Targets.at(0b1010, 1)).isEqualTo(3);
    assertThat(Targets.has(0b1010, 2)).isFalse();
  }
}
