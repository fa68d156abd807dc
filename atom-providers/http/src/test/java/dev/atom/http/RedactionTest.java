package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atom.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private static final URI HERE = URI.create("https://api.example/v1/chat?key=hidden");

  @ParameterizedTest
  @CsvSource({
    "Incorrect API key provided: sk-proj-abc***wxyz. See, Incorrect API key provided: [hidden]. See",
    "Incorrect API key provided: invalid-key. You can, Incorrect API key provided: [hidden]. You can",
    "bad sk-...abcd here, bad [hidden] here",
    "Authorization: Bearer abcdef123, Authorization: Bearer [hidden]",
    "AIzaSyA-1234567 is bad, [hidden] is bad",
    "see https://x/?key=abc&b=1, see https://x/?key=[hidden]&b=1",
    "gsk_Ab12Cd34Ef56 expired, [hidden] expired",
    "key abcd****wxyz is bad, key [hidden] is bad",
  })
  void whatLooksLikeAKeyIsHidden(String text, String expected) {
    assertThat(Redaction.text(text, List.of())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "The model `gpt-5.4` does not exist",
    "Rate limit reached for gpt-4o in organization org-abc on tokens per min",
    "Invalid schema for response_format 'response': In context=()",
    "task-force and risk-free",
    "basic authentication is needed; the token length is 12",
  })
  void otherTextsStay(String text) {
    assertThat(Redaction.text(text, List.of())).isEqualTo(text);
  }

  @Test
  void everyWordWithAFragmentOfTheSecretIsHidden() {
    try (Secret secret = Secret.of("correct-horse-battery")) {
      assertThat(
              Redaction.text("no correct-horse-battery, no \"xhorse-bx\" horse", List.of(secret)))
          .isEqualTo("no [hidden], no \"[hidden]\" horse");
    }
  }

  @Test
  void secretThatLooksLikeItsReplacementIsHiddenToo() {
    try (Secret hidden = Secret.of("my-hidden-key-1");
        Secret bracket = Secret.of("x[hidden]y");
        Secret other = Secret.of("correct-horse")) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            assertThat(Redaction.text("a hidden file of my-hidden-key-1", List.of(hidden)))
                .isEqualTo("a [hidden] file of [hidden]");
            assertThat(Redaction.text("not x[hidden]y", List.of(other, bracket)))
                .doesNotContain("x[hidden]y");
            assertThat(Redaction.text("is correct-horse", List.of(other, hidden)))
                .doesNotContain("correct");
          });
    }
  }

  @Test
  void callShowsNeitherSecretNorQuery() {
    try (Secret secret = Secret.of("correct-horse-battery")) {
      HttpCall call =
          HttpCall.get(HERE).secretHeader("x-api-key", "", secret).header("a", "b").build();
      assertThat(call).hasToString("GET https://api.example/v1/chat");
    }
  }

  @Test
  void secretThatNoHeaderCanHoldIsRefusedUnseen() {
    try (Secret secret = Secret.of("correct-horse\n")) {
      assertThatThrownBy(() -> HttpCall.get(HERE).secretHeader("x-api-key", "", secret))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("horse");
    }
  }

  @Test
  void prefixThatNoHeaderCanHoldIsRefusedBeforeTheSecretIsJoinedToIt() {
    try (Secret secret = Secret.of("correct-horse")) {
      assertThatThrownBy(() -> HttpCall.get(HERE).secretHeader("x-api-key", "Token\n", secret))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("x-api-key")
          .hasMessageNotContaining("horse");
    }
  }

  @Test
  void longTextsOfAServerAreRedactedInTimeProportionalToTheirLength() {
    String word = "a".repeat(1_000_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(Redaction.text(word, List.of())).isEqualTo(word);
          assertThat(Redaction.text("x " + word + "***b", List.of())).isEqualTo("x [hidden]");
          assertThat(RetryHints.inText("try again in " + "1s".repeat(100_000))).isNotNull();
        });
  }

  @Test
  void addressWithAUserIsRefusedUnseen() {
    assertThatThrownBy(() -> HttpCall.get(URI.create("https://correct:horse@api.example/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("horse");
    assertThatThrownBy(() -> HttpCall.get(URI.create("ftp://api.example/")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headersShowHarmlessValuesOnly() {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Set-Cookie", List.of("secret"), "Retry-After", List.of("7")));
    assertThat(headers).hasToString("HttpHeaders[retry-after: 7, set-cookie: [hidden]]");
    assertThat(headers.first("set-cookie")).contains("secret");
  }
}
