package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ModelUseTest {
  private static final ModelRef MODEL = new ModelRef("acme", "large");

  @Test
  void whatWasBookedIsReadBackAsItWas() {
    Usage usage = Usage.newBuilder().inputTokens(9).cachedInputTokens(4).outputTokens(2).build();
    ModelUse use = new ModelUse("reply", MODEL, usage, new Cost.Known(new BigDecimal("0.5")));
    assertThat(ModelUse.fromJson(use.toJson())).isEqualTo(use);
  }

  @Test
  void whereACostComesFromIsReadBack() {
    Usage usage = Usage.of(9, 2).toBuilder().estimated(true).build();
    Cost cost = new Cost.Known(new BigDecimal("0.5"), true, "prices 7: a list");
    ModelUse use = new ModelUse("reply", MODEL, usage, cost);
    Cost.Known read = (Cost.Known) ModelUse.fromJson(use.toJson()).cost();
    assertThat(read.estimated()).isTrue();
    assertThat(read.basis()).isEqualTo("prices 7: a list");
  }

  @Test
  void whatWasNotToldIsReadBackAsNotKnown() {
    Cost unknown = new Cost.Unknown("large did not tell");
    ModelUse use = new ModelUse("reply", MODEL, Usage.UNKNOWN, unknown);
    assertThat(ModelUse.fromJson(use.toJson())).isEqualTo(use);
    ModelUse some = new ModelUse("reply", MODEL, Usage.of(3, 1).atLeast(), unknown);
    assertThat(ModelUse.fromJson(some.toJson())).isEqualTo(some);
  }
}
