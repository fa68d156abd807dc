package dev.atom.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "250ms, PT0.25S",
    "90s, PT90S",
    "5m, PT5M",
    "36h, PT36H",
    "2d, PT48H",
    "7ns, PT0.000000007S",
    "3us, PT0.000003S"
  })
  void readsAndWritesTheSame(String text, String iso) {
    Duration time = Times.parse(text).orElseThrow();
    assertThat(time).isEqualTo(Duration.parse(iso));
    assertThat(Times.parse(Times.text(time))).contains(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "01s", "1 s", "1S", "PT1S", "1m30s"})
  void refusesOtherForms(String text) {
    assertThat(Times.parse(text)).isEmpty();
  }

  @Test
  void longestFits() {
    assertThat(Times.parse("9999999999999d")).isPresent();
  }
}
