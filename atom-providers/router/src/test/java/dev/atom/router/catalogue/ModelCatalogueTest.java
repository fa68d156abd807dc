package dev.atom.router.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.usage.Price;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCatalogueTest {
  private static final String FACTS =
      "{'context_tokens': 100, 'tools': true, 'json_schema': false, 'vision': true, 'reasoning': true}";
  private static final String PRICE =
      "{'from': '2026-01-01', 'until': '2027-01-01T12:00:00Z', 'source': 'a list', "
          + "'as_of': '2026-01', 'verified': true, 'note': 'a note', 'currency': 'CNY', "
          + "'unpriced': 'a fee', "
          + "'rates': {'input': 2, 'output': 8}, "
          + "'above': [{'prompt_tokens': 1000, 'rates': {'input': 4}}], "
          + "'tiers': {'batch': {'times': 0.5}, 'fast': {'rates': {'input': 5}}}, "
          + "'regions': {'eu': 1.1}, "
          + "'hours': {'zone': 'UTC', 'spans': [{'days': ['MON', 'FRI'], 'from': '01:00', "
          + "'to': '04:00'}], 'inside': 1, 'outside': 0.5}}";
  private static final String DOCUMENT =
      "{'version': '7', 'as_of': '2026-01-02', 'models': [{'provider': 'a', 'name': 'b/c', "
          + "'mode': 'chat', 'facts': FACTS, 'prices': [PRICE]}]}";

  private static ModelCatalogue parse(String document) {
    return ModelCatalogue.parse("own.json", document.replace('\'', '"'));
  }

  private static String whole() {
    return DOCUMENT.replace("FACTS", FACTS).replace("PRICE", PRICE);
  }

  @Test
  void everyFieldOfAnEntryIsRead() {
    ModelCatalogue catalogue = parse(whole());
    ModelRef model = new ModelRef("a", "b/c");
    assertThat(catalogue.version()).isEqualTo("7");
    assertThat(catalogue.asOf()).isEqualTo("2026-01-02");
    assertThat(catalogue.models()).containsExactly(model);
    ModelFacts facts = catalogue.facts(model).orElseThrow();
    assertThat(facts.mode()).isEqualTo(Price.Mode.CHAT);
    assertThat(facts.contextTokens()).hasValue(100);
    assertThat(facts.maxOutputTokens()).isEmpty();
    assertThat(facts.capabilities())
        .containsExactlyInAnyOrder(Capability.TOOLS, Capability.IMAGE_INPUT, Capability.REASONING);
    assertThat(facts.responsesOnly()).isFalse();

    Price price =
        catalogue.prices().price(model, Instant.parse("2026-01-01T00:00:00Z")).orElseThrow();
    assertThat(price.until()).contains(Instant.parse("2027-01-01T12:00:00Z"));
    assertThat(price.source()).isEqualTo("a list, as of 2026-01");
    assertThat(price.verified()).isTrue();
    assertThat(price.note()).contains("a note");
    assertThat(price.unpriced()).contains("a fee");
    assertThat(price.currency().getCurrencyCode()).isEqualTo("CNY");
    assertThat(price.cards()).containsOnlyKeys("standard", "batch", "fast");
    assertThat(price.card("batch").orElseThrow().rates(1_001)).hasToString("{INPUT=2.0}");
    assertThat(price.card("fast").orElseThrow().rates(1_001)).hasToString("{INPUT=5}");
    assertThat(price.region("eu").orElseThrow()).isEqualByComparingTo("1.1");
    assertThat(price.hours().orElseThrow().contain(Instant.parse("2026-11-20T03:59:59Z"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'input': 2,|'input': 'cheap',|prices[0].rates.input|\"cheap\" is no number of 0 or more",
        "'output': 8|'output': -8|prices[0].rates.output|-8 is no number of 0 or more",
        "'output': 8|'outptu': 8|prices[0].rates.outptu|is unknown; known are",
        "'mode': 'chat'|'mode': 'talk'|mode|\"talk\" is none of [chat, embedding",
        "'source': 'a list', ||prices[0].source|is missing; add it",
        "'source': 'a list'|'source': ' '|prices[0].source|is no text",
        "'2026-01-01'|'January'|prices[0].from|\"January\" is no day such as",
        "'2027-01-01T12:00:00Z'|'2025T'|prices[0].until|\"2025T\" is no instant such as",
        "'2027-01-01T12:00:00Z'|'2025-01-01'|prices[0].until|is not after the price begins",
        "'verified': true|'verified': 'no'|prices[0].verified|\"no\" is neither true nor false",
        "'CNY'|'Taler'|prices[0].currency|\"Taler\" is no currency",
        "'prompt_tokens': 1000|'prompt_tokens': 0.5|prices[0].above[0].prompt_tokens|0.5 is no whole",
        "'times': 0.5|'factor': 0.5|prices[0].tiers.batch.factor|is unknown",
        "{'times': 0.5}|{}|prices[0].tiers.batch|needs one of \"times\"",
        "'batch':|'standard':|prices[0].tiers.standard|give it another name",
        "'UTC'|'Mars/Base'|prices[0].hours.zone|\"Mars/Base\" is no time zone",
        "'MON', 'FRI'||prices[0].hours.spans[0].days|names no day",
        "'FRI'|'Friday'|prices[0].hours.spans[0].days[1]|\"Friday\" is none of [FRI, MON",
        "'01:00'|'1 am'|prices[0].hours.spans[0].from|\"1 am\" is no time",
        "'01:00'|'01:00:00.5'|prices[0].hours.spans[0].from|has parts of a second",
        "'tools': true, ||facts.tools|is missing",
        "'context_tokens': 100|'context_tokens': []|facts.context_tokens|[] is no number",
        "[{'prompt_tokens'|{'x': 1}, 'y': [{'prompt_tokens'|prices[0].y|is unknown",
      })
  void errorNamesFileEntryFieldValueAndRemedy(String was, String is, String field, String problem) {
    String broken = whole().replace(was, is == null ? "" : is);
    assertThat(broken).isNotEqualTo(whole());
    InvalidPrices error = catchThrowableOfType(InvalidPrices.class, () -> parse(broken));
    assertThat(error.field()).isEqualTo(field);
    assertThat(error.entry()).isEqualTo("a/b/c");
    assertThat(error)
        .hasMessageStartingWith("own.json, entry a/b/c, field " + field + ": ")
        .hasMessageContaining(problem);
  }

  @Test
  void whatIsWrongOutsideOfAnEntryIsToldToo() {
    assertThat(catchThrowableOfType(InvalidPrices.class, () -> parse("{")))
        .hasMessageStartingWith("own.json, entry -, field -: this is no JSON: ");
    assertThat(catchThrowableOfType(InvalidPrices.class, () -> parse("[]")))
        .hasMessageContaining("[] is no object; write { ... }");
    assertThat(catchThrowableOfType(InvalidPrices.class, () -> parse("{'as_of': '2026-01-01'}")))
        .hasMessageContaining("field version: is missing");
    InvalidPrices unnamed =
        catchThrowableOfType(
            InvalidPrices.class, () -> parse(whole().replace("'provider': 'a', ", "")));
    assertThat(unnamed.entry()).isEqualTo("1");
  }

  @Test
  void modelsAndBeginsAreThereOnce() {
    String entry = whole().substring(whole().indexOf("[{") + 1, whole().length() - 2);
    assertThat(
            catchThrowableOfType(
                InvalidPrices.class, () -> parse(whole().replace(entry, entry + ", " + entry))))
        .hasMessageContaining("entry a/b/c, field name: \"b/c\" is there twice");
    assertThat(
            catchThrowableOfType(
                InvalidPrices.class, () -> parse(whole().replace(PRICE, PRICE + ", " + PRICE))))
        .hasMessageContaining("field prices[1].from: \"2026-01-01\" is the begin of two prices");
    assertThat(
            catchThrowableOfType(
                InvalidPrices.class,
                () ->
                    parse(
                        whole()
                            .replace(
                                "'above': [", "'above': [{'prompt_tokens': 1000, 'rates': {}}, "))))
        .hasMessageContaining("has two steps above one length; keep one of them");
  }
}
