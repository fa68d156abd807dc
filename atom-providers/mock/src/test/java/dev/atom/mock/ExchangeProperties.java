package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ExchangeProperties {
  @Property(tries = 2000)
  void changedFileIsReadOrRefusedButNothingElse(
      @ForAll @IntRange(min = 0, max = 260) int at, @ForAll char replacement) {
    String changed =
        ExchangeTest.VALID.substring(0, at) + replacement + ExchangeTest.VALID.substring(at + 1);
    try {
      assertThat(Exchange.parse("x", changed).response().status()).isBetween(100, 599);
    } catch (InvalidExchange e) {
      assertThat(e).hasMessageContaining("recorded exchange x");
    }
  }
}
