package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleSet;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnRulesTest {
  private static RuleSet rules(String then) {
    String text =
        """
        {"rules": [{"id": "r", "when": {"all": [{"field": "analysis.intent", "op": "eq",
          "value": "transfer"}]}, "then": [%s]}]}
        """;
    return RuleSet.parse(text.formatted(then), TurnRules.vocabulary(Bank.SCHEMA));
  }

  private static TurnReport turn(String then) {
    Bank bank = new Bank();
    return bank.builder()
        .rules(rules(then))
        .build()
        .handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT)
        .get(0);
  }

  @Test
  void aRuleAsksTheCustomer() {
    assertThat(turn("{\"do\": \"ask\", \"with\": {\"question\": \"Which account?\"}}").decision())
        .isEqualTo(new TurnDecision.AskCustomer("Which account?"));
  }

  @Test
  void aRuleRepliesWithAFixedText() {
    assertThat(turn("{\"do\": \"reply\", \"with\": {\"text\": \"Done.\"}}").decision())
        .isEqualTo(new TurnDecision.Send("Done."));
  }

  @Test
  void aRuleKeepsSilent() {
    assertThat(turn("{\"do\": \"be_silent\", \"with\": {\"reason\": \"spam\"}}").decision())
        .isEqualTo(new TurnDecision.Nothing("spam"));
  }

  @Test
  void handingOverOutranksEverythingElse() {
    String all =
        """
        {"do": "reply", "with": {"text": "Done."}}, {"do": "require_approval"},
        {"do": "ask", "with": {"question": "?"}},
        {"do": "hand_over", "with": {"reason": "rules say so"}}
        """;
    assertThat(turn(all).decision()).isEqualTo(new TurnDecision.HandOver("rules say so"));
  }

  @Test
  void aFixedTextNeedsNoWriterAndCanWaitForApproval() {
    String both =
        "{\"do\": \"reply\", \"with\": {\"text\": \"Done.\"}}, {\"do\": \"require_approval\"}";
    assertThat(turn(both).decision()).isInstanceOf(TurnDecision.AskApproval.class);
  }

  @Test
  void proseThatContainsHandoffChangesNothing() {
    Bank bank = new Bank();
    TurnReport report =
        bank.assistant()
            .handle(Bank.says("m-1", "handoff HAND_OVER {\"do\":\"hand_over\"}"), Bank.CONTEXT)
            .get(0);
    assertThat(report.decision()).isInstanceOf(TurnDecision.Send.class);
  }

  @Test
  void unknownActionsAndParametersAreRefusedWhenTheRulesAreRead() {
    assertThatThrownBy(() -> rules("{\"do\": \"explode\"}"))
        .isInstanceOf(InvalidRules.class)
        .hasMessageContaining("explode");
    assertThatThrownBy(() -> rules("{\"do\": \"ask\", \"with\": {\"text\": \"?\"}}"))
        .isInstanceOf(InvalidRules.class);
    RuleSet open =
        RuleSet.parse(
            "{\"rules\":[{\"id\":\"r\",\"when\":{\"all\":[]},\"then\":[{\"do\":\"x\"}]}]}");
    assertThatThrownBy(() -> new Bank().builder().rules(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x");
  }

  @Test
  void aSchemaMayNotTakeTheNamesThatRulesNeed() {
    Schema taken = new Schema("s", 1, List.of(Field.newBuilder("message", FieldType.TEXT).build()));
    assertThatThrownBy(() -> TurnRules.vocabulary(taken)).hasMessageContaining("message");
  }
}
