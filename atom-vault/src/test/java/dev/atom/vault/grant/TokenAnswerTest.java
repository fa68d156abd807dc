package dev.atom.vault.grant;

import static dev.atom.vault.grant.RotatingProvider.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.vault.grant.RefreshOutcome.Lost;
import dev.atom.vault.grant.RefreshOutcome.Refreshed;
import dev.atom.vault.grant.RefreshOutcome.Refused;
import dev.atom.vault.grant.RefreshOutcome.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenAnswerTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final String WHOLE =
      """
       { "access_token" : "ya29.a\\/b\\u002Bc", "expires_in":3599.7 ,"token_type":"bearer",
         "scope":"mail  calendar,files", "id_token":"x.y.z", "refresh_token":"1//r\\\\",
         "extra":{"a":[1,-2.5e3,true,false,null,{"b":"}\\""}],"c":{}}, "more":[] }\r
      """;

  @Test
  void readsWhatRfc6749Says() {
    byte[] body = bytes(WHOLE);
    try (Grant grant = Grant.parse(body, NOW)) {
      assertThat(text(grant.accessToken())).isEqualTo("ya29.a/b+c");
      assertThat(grant.refreshToken().map(RotatingProvider::text)).contains("1//r\\");
      assertThat(grant.expires()).contains(NOW.plusSeconds(3599));
      assertThat(grant.scopes()).containsExactly("mail", "calendar", "files");
      assertThat(grant.tokenType()).isEqualTo("bearer");
      assertThat(grant.obtained()).isEqualTo(NOW);
      assertThat(grant).hasToString("Grant[hidden]");
    }
    assertThat(body).containsOnly(0);
  }

  @Test
  void readsTheLeastThatAnAnswerCanBe() {
    try (Grant grant = Grant.parse(bytes("{\"access_token\":\"t\",\"expires_in\":null}"), NOW)) {
      assertThat(grant.expires()).isEmpty();
      assertThat(grant.refreshToken()).isEmpty();
      assertThat(grant.scopes()).isEmpty();
      assertThat(grant.tokenType()).isEqualTo("Bearer");
    }
  }

  @Test
  void aLifeThatSaysNothingIsUnknownAndALongOneIsBounded() {
    Map<String, Optional<Instant>> expected = new LinkedHashMap<>();
    expected.put("\"7200\"", Optional.of(NOW.plusSeconds(7200)));
    expected.put("0", Optional.empty());
    expected.put("-5", Optional.empty());
    expected.put("\"soon\"", Optional.empty());
    expected.put("1e9", Optional.empty());
    expected.put("true", Optional.empty());
    expected.put("99999999999999999999", Optional.of(NOW.plus(Duration.ofDays(36_500))));
    expected.forEach(
        (life, end) -> {
          String json = "{\"access_token\":\"t\",\"expires_in\":" + life + "}";
          try (Grant grant = Grant.parse(bytes(json), NOW)) {
            assertThat(grant.expires()).as(life).isEqualTo(end);
          }
        });
  }

  @Test
  void refusesWhatIsNoAnswerAndSaysNothingOfIt() {
    List<String> bad =
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{}",
            "{\"access_token\":\"\"}",
            "{\"access_token\":null}",
            "{\"access_token\":\"canary\"",
            "{\"access_token\":\"canary\"} x",
            "{\"access_token\":\"canary\",}",
            "{\"access_token\":\"canary\" \"b\":1}",
            "{\"access_token\":\"canary\",\"access_token\":\"canary\"}",
            "{\"access_token\":\"canary\\n\"}",
            "{\"access_token\":\"canary\\u0000\"}",
            "{\"access_token\":\"can\nary\"}",
            "{\"access_token\":\"canary\\u00e9\"}",
            "{\"access_token\":\"canary\\x\"}",
            "{\"access_token\":\"canary\\u12\"}",
            "{\"a\":\"\\ud800\",\"access_token\":\"canary\"}",
            "{\"a\":\"\\udc00\",\"access_token\":\"canary\"}",
            "{\"access_token\":canary}",
            "{\"a\":01,\"access_token\":\"canary\"}",
            "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}",
            "{\"a\":[}",
            "{\"a\":{1:2}}",
            "{\"access_token\":{\"canary\":1}}");
    for (String json : bad) {
      byte[] body = bytes(json);
      assertThatThrownBy(() -> Grant.parse(body, NOW))
          .as(json)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("canary");
      assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain("canary");
    }
  }

  @Test
  void noCutAndNoFlippedBitDoesMoreHarmThanARefusal() {
    byte[] whole = bytes(WHOLE);
    int cases = 0;
    for (int length = 0; length < whole.length; length++) {
      cases += tried(java.util.Arrays.copyOf(whole, length));
    }
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      cases += tried(flipped);
    }
    Random random = new Random(42);
    for (int i = 0; i < 5_000; i++) {
      byte[] mixed = whole.clone();
      for (int j = 0; j < 1 + i % 20; j++) {
        mixed[random.nextInt(mixed.length)] = whole[random.nextInt(whole.length)];
      }
      cases += tried(mixed);
    }
    assertThat(cases).isEqualTo(whole.length * 9 + 5_000);
  }

  @Test
  void tellsARefusalFromABusyEndpointAndALostAnswer() {
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
    assertThat(judged(400, "{\"error\":\"invalid_grant\"}"))
        .isEqualTo(new Refused("invalid_grant"));
    assertThat(judged(200, "{\"error\":\"bad_refresh_token\"}"))
        .isEqualTo(new Refused("bad_refresh_token"));
    assertThat(judged(200, "{\"ok\":false,\"error\":\"invalid_refresh_token\"}"))
        .isEqualTo(new Refused("invalid_refresh_token"));
    assertThat(judged(401, "{\"error\":\"invalid_client\"}"))
        .isEqualTo(new Unavailable("invalid_client", minute));
    assertThat(judged(400, "{\"error\":\"text with canary\"}"))
        .isEqualTo(new Unavailable("other", minute));
    assertThat(judged(429, "")).isEqualTo(new Unavailable("http_429", minute));
    assertThat(judged(503, "<html>")).isEqualTo(new Unavailable("http_503", minute));
    assertThat(judged(403, "<html>")).isEqualTo(new Unavailable("http_403", minute));
    for (int status : List.of(500, 502, 504, 302, 200, 204)) {
      assertThat(judged(status, "<html>")).isEqualTo(new Lost("http_" + status));
    }
    assertThat(judged(200, "{\"access_token\":\"t\"}")).isInstanceOf(Refreshed.class);
    assertThat(judged(500, "{\"access_token\":\"t\"}")).isEqualTo(new Lost("http_500"));
  }

  @Test
  void escapesBecomeUtf8() {
    List<String> names = new ArrayList<>();
    String json = "{\"a\":\"\\u00e9\\u20ac\\ud83d\\ude00\\b\\f\\n\\r\\t\\\"\u00fc\"}";
    new FlatJson(bytes(json))
        .read(
            (name, value) -> {
              names.add(name + new String(value, StandardCharsets.UTF_8));
              return false;
            });
    assertThat(names).containsExactly("aé€😀\b\f\n\r\t\"ü");
  }

  private static int tried(byte[] body) {
    try {
      Grant.parse(body, NOW).close();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).doesNotContain("ya29");
    }
    assertThat(body).isEqualTo(new byte[body.length]);
    return 1;
  }

  private static RefreshOutcome judged(int status, String body) {
    return TokenAnswer.judge(status, bytes(body), Optional.of(Duration.ofMinutes(1)), NOW);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
