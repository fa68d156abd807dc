package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {
  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
  private static final String HEADER =
      "provider,model,mode,input_usd_per_mtok,output_usd_per_mtok,cache_read_usd_per_mtok,"
          + "cache_write_usd_per_mtok,per_second_usd,tools,from\n";

  // @start region="prices"
  @Test
  void readsATableOfPrices() {
    String csv =
        """
        provider,model,input_usd_per_mtok,cache_read_usd_per_mtok,output_usd_per_mtok,from
        acme,large,2,0.5,8,2026-01-01
        acme,large,1.5,,6,2026-07-01
        """;
    PriceBook book = PriceBook.of(Prices.parse("acme.csv", csv, Instant.EPOCH));

    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    ModelRef large = new ModelRef("acme", "large");
    Usage usage = Usage.newBuilder().inputTokens(1_000).cachedInputTokens(400).build();
    assertThat(book.cost(large, usage, may)).isEqualTo(new Cost.Known(new BigDecimal("0.0014")));
  }

  // @end

  @Test
  void rowsThatTokensAloneDoNotPriceAreLeftOut() {
    List<Price> prices =
        parse(
            """
            a,chat-model,chat,1,2,,,,true,
            a,embedding,embedding,1,,,,,false,
            a,listening,chat,1,2,,,0.01,false,
            """);
    assertThat(prices).extracting(price -> price.model().name()).containsExactly("chat-model");
  }

  @Test
  void rowWithoutDayHoldsFromTheGivenInstantAndNamesTheTable() {
    Price price = parse("a,m,chat,1,2,0.1,1.25,,true,\n").get(0);
    assertThat(price.from()).isEqualTo(NOW);
    assertThat(price.source()).isEqualTo("test.csv");
    assertThat(price.perMillion().cachedInput()).contains(new BigDecimal("0.1"));
    assertThat(price.perMillion().cacheWrite()).contains(new BigDecimal("1.25"));
  }

  @Test
  void quotedCellMayHoldCommasAndQuotes() {
    String csv =
        "provider,model,input_usd_per_mtok,output_usd_per_mtok,source\r\n"
            + "a,m,1,2,\"list, \"\"new\"\"\"\r\n";
    assertThat(Prices.parse("t", csv, NOW).get(0).source()).isEqualTo("list, \"new\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,m,chat,cheap,2,,,,true,|input_usd_per_mtok",
        "a,m,chat,1,-2,,,,true,|output_usd_per_mtok",
        "a,m,chat,1,,,,,true,|output_usd_per_mtok",
        "a,m,chat,1,2,x,,,true,|cache_read_usd_per_mtok",
        ",m,chat,1,2,,,,true,|provider",
        "a,,chat,1,2,,,,true,|model",
        "a,first,chat,1,2,,,,true,|model",
        "a,m,chat,1,2,,,,true,October|from",
        "a,m,chat,1,2|-",
        "a,\"m,chat,1,2,,,,true,|-",
      })
  void errorNamesTableLineAndColumn(String row, String column) {
    InvalidPrices error =
        catchThrowableOfType(
            InvalidPrices.class, () -> parse("a,first,chat,1,2,,,,true,\n\n" + row + "\n"));
    assertThat(error.line()).isEqualTo(4);
    assertThat(error.column()).isEqualTo(column);
    assertThat(error).hasMessageStartingWith("test.csv, line 4, column " + column + ": ");
  }

  @Test
  void missingOrRepeatedColumnIsAnErrorOfTheHeader() {
    assertThatThrownBy(() -> Prices.parse("t", "", NOW))
        .hasMessageStartingWith("t, line 1, column provider: missing");
    assertThatThrownBy(() -> Prices.parse("t", HEADER.strip() + ",model\n", NOW))
        .hasMessageStartingWith("t, line 1, column model: named twice");
  }

  @Test
  void bundledPricesHoldFromTheDayTheyWereSeen() {
    PriceBook book = PriceBook.of(Prices.bundled());
    ModelRef mini = new ModelRef("openai", "gpt-4o-mini");
    Usage million = Usage.of(1_000_000, 1_000_000);
    assertThat(book.cost(mini, million, NOW)).isEqualTo(new Cost.Known(new BigDecimal("0.75")));
    assertThat(book.price(mini, Instant.parse("2026-07-31T23:59:59Z"))).isEmpty();
    assertThat(Prices.bundled())
        .hasSize(43)
        .allMatch(price -> price.model().provider().equals("openai"))
        .allMatch(price -> price.perMillion().input().signum() > 0);
  }

  private static List<Price> parse(String rows) {
    return Prices.parse("test.csv", HEADER + rows, NOW);
  }
}
