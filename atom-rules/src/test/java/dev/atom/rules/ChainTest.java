package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static Facts at(long step) {
    return Facts.newBuilder().put("step", Json.of(step)).build();
  }

  private static Rule.Builder when(String id, Condition condition) {
    return Rule.newBuilder(id).when(condition).then(Action.of("next"));
  }

  /** Goes on until the chain ends, over JSON as between machines; each event adds one to the step. */
  private static List<Chain.Link> run(RuleSet rules, Chain chain, UnaryOperator<Facts> effect) {
    List<Chain.Link> links = new ArrayList<>();
    Facts facts = at(0);
    Chain rest = chain;
    while (true) {
      Chain.Link link = rest.next(rules, facts, NOW);
      links.add(link);
      if (!(link instanceof Chain.Link.Fired fired)) {
        return links;
      }
      facts = effect.apply(facts);
      rest = Chain.of(Json.parseObject(fired.rest().toJson().toString()));
    }
  }

  private static Facts plusOne(Facts facts) {
    return at(Long.parseLong(facts.value("step").orElseThrow().toString()) + 1);
  }

  @Test
  void rulesFireForWhatOtherRulesBroughtAbout() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                when("first", field("step").eq(0)).build(),
                when("second", field("step").eq(1)).build()));
    List<Chain.Link> links = run(rules, Chain.begin(), ChainTest::plusOne);
    assertThat(links).hasSize(3);
    assertThat(((Chain.Link.Fired) links.get(1)).rest().fired())
        .containsExactly(List.of("first"), List.of("second"));
    assertThat(links.get(2)).isInstanceOf(Chain.Link.Settled.class);
  }

  @Test
  void aRuleDoesNotAnswerItself() {
    RuleSet rules = RuleSet.of(List.of(when("echo", all()).build()));
    List<Chain.Link> links = run(rules, Chain.begin(), ChainTest::plusOne);
    assertThat(links).hasSize(2);
    Chain.Link.Settled settled = (Chain.Link.Settled) links.get(1);
    assertThat(settled.held()).containsExactly("echo");
    assertThat(settled.decision().actions()).isEmpty();
    assertThat(settled.decision().trace().rule("echo").fired()).isTrue();
  }

  @Test
  void aRuleThatMayRepeatEndsAsALoopThatNamesTheCycle() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                when("ping", field("step").in(0, 2, 4, 6, 8, 10)).repeat().build(),
                when("pong", field("step").in(1, 3, 5, 7, 9)).repeat().build()));
    List<Chain.Link> links = run(rules, Chain.begin(), ChainTest::plusOne);
    assertThat(links).hasSize(11);
    Chain.Link.Loop loop = (Chain.Link.Loop) links.get(10);
    assertThat(loop.cycle()).containsExactly("ping", "pong", "ping");
    assertThat(loop.length()).isEqualTo(10);
    assertThat(loop).hasToString("rules still fire after 10 events: ping -> pong -> ping");
  }

  @Test
  void aLongChainOfDifferentRulesEndsAtItsLength() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rules.add(when("r" + i, field("step").eq(i)).build());
    }
    RuleSet set = RuleSet.of(rules);
    List<Chain.Link> links = run(set, Chain.begin(3), ChainTest::plusOne);
    assertThat(links.getLast()).isEqualTo(new Chain.Link.Loop(List.of("r3"), 3));
    assertThat(run(set, Chain.begin(5), ChainTest::plusOne).getLast())
        .isInstanceOf(Chain.Link.Settled.class);
  }

  @Test
  void refusesWhatIsNoChain() {
    for (String text :
        List.of(
            "{}",
            "{\"longest\":0,\"fired\":[]}",
            "{\"longest\":5,\"fired\":[[1]]}",
            "{\"longest\":1e999999999,\"fired\":[]}")) {
      assertThatThrownBy(() -> Chain.of(Json.parseObject(text)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Chain.begin(0)).hasMessageContaining("1 to 1000");
  }
}
