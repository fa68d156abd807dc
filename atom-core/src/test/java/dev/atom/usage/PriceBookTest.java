package dev.atom.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PriceBookTest {
  private static final ModelRef MODEL = new ModelRef("openai", "gpt-5.4");
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final PriceBook BOOK =
      PriceBook.of(
          List.of(
              price("3", Optional.of("0.3"), Optional.of("3.75"), "15", JUNE),
              price("2", Optional.empty(), Optional.empty(), "10", MAY)));

  private static Price price(
      String input, Optional<String> cached, Optional<String> write, String output, Instant from) {
    return new Price(
        MODEL,
        new Price.PerMillion(
            new BigDecimal(input),
            cached.map(BigDecimal::new),
            write.map(BigDecimal::new),
            new BigDecimal(output)),
        from,
        "list");
  }

  private static Cost usd(String amount) {
    return new Cost.Known(new BigDecimal(amount));
  }

  @Test
  void costsAreExactToTheLastDigit() {
    Usage usage =
        Usage.newBuilder()
            .inputTokens(1_001)
            .cachedInputTokens(500)
            .cacheWriteTokens(100)
            .outputTokens(7)
            .reasoningTokens(3)
            .build();
    assertThat(BOOK.cost(MODEL, usage, JUNE)).isEqualTo(usd("0.001833"));
    assertThat(BOOK.cost(MODEL, usage, MAY)).isEqualTo(usd("0.002072"));
    assertThat(BOOK.cost(MODEL, Usage.of(1, 0), JUNE)).hasToString("$0.000003");
    assertThat(BOOK.cost(MODEL, Usage.ZERO, JUNE)).isEqualTo(Cost.ZERO);
  }

  @Test
  void thePriceIsTheLatestThatHasBegun() {
    assertThat(BOOK.price(MODEL, JUNE).orElseThrow().from()).isEqualTo(JUNE);
    assertThat(BOOK.price(MODEL, JUNE.minusNanos(1)).orElseThrow().from()).isEqualTo(MAY);
    assertThat(BOOK.price(MODEL, MAY.minusNanos(1))).isEmpty();
  }

  @Test
  void anUnknownPriceIsUnknownAndNeverZero() {
    Cost before = BOOK.cost(MODEL, Usage.of(1, 1), MAY.minusNanos(1));
    Cost other = BOOK.cost(new ModelRef("openai", "other"), Usage.ZERO, JUNE);
    assertThat(before).isInstanceOf(Cost.Unknown.class);
    assertThat(other).isInstanceOf(Cost.Unknown.class).isNotEqualTo(Cost.ZERO);
    assertThat(other.plus(usd("1"))).isEqualTo(other);
    assertThat(usd("1").plus(other)).isEqualTo(other);
  }

  @Test
  void aUsageThatContradictsItselfHasNoKnownCost() {
    Usage odd = Usage.newBuilder().inputTokens(1).cachedInputTokens(2).build();
    assertThat(BOOK.cost(MODEL, odd, JUNE)).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void whatIsNotAllThatWasUsedHasNoKnownCost() {
    assertThat(BOOK.cost(MODEL, Usage.UNKNOWN, JUNE)).isInstanceOf(Cost.Unknown.class);
    assertThat(BOOK.cost(MODEL, Usage.of(9, 1).atLeast(), JUNE)).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void aPriceIsNeverNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price("1", Optional.of("-1"), Optional.empty(), "1", MAY));
  }

  @Property
  void theCostOfASumIsTheSumOfTheCosts(
      @ForAll @IntRange(max = 1_000_000) int input, @ForAll @IntRange(max = 1_000_000) int output) {
    Usage one = Usage.of(input, output);
    Cost once = BOOK.cost(MODEL, one, JUNE);
    assertThat(BOOK.cost(MODEL, one.plus(one), JUNE))
        .isEqualTo(once.plus(once))
        .hasSameHashCodeAs(once.plus(once));
  }
}
