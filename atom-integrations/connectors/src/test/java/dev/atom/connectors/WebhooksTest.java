package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.connectors.ConnectorException.InvalidConnector;
import dev.atom.connectors.WebhookOutcome.Reason;
import dev.atom.connectors.WebhookOutcome.Refused;
import dev.atom.connectors.WebhookOutcome.Verified;
import dev.atom.connectors.WebhookRule.Hash;
import dev.atom.http.HttpHeaders;
import dev.atom.json.Json;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
  private static final long NOW = 1_763_683_200;
  private static final String SECRET = "signing-secret-1";
  private static final String BODY = "{\"event_id\":\"Ev1\",\"event\":{\"type\":\"message\"}}";

  private final Webhooks slack =
      Connector.builtIn("slack")
          .webhooks(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC))
          .orElseThrow();

  private static String sign(String text) {
    byte[] key = SECRET.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of()
        .formatHex(SignedText.hmac(Hash.SHA256, key, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static WebhookRequest slackRequest(List<String> times, List<String> signatures) {
    Map<String, List<String>> headers =
        Map.of("X-Slack-Request-Timestamp", times, "X-Slack-Signature", signatures);
    return WebhookRequest.of(
        "POST",
        "https://hooks.example.com/slack",
        HttpHeaders.of(headers),
        BODY.getBytes(StandardCharsets.UTF_8));
  }

  private WebhookOutcome verify(WebhookRequest request) {
    try (Secret secret = Secret.of(SECRET)) {
      return slack.verify(request, Optional.of(secret));
    }
  }

  @ParameterizedTest
  @CsvSource({"-300,true", "-301,false", "0,true", "300,true", "301,false"})
  void acceptsTimesInsideTheWindowOnly(long offset, boolean accepted) {
    String time = "" + (NOW + offset);
    String signature = "v0=" + sign("v0:" + time + ":" + BODY);
    assertThat(verify(slackRequest(List.of(time), List.of(signature))))
        .isEqualTo(
            accepted
                ? new Verified(Optional.of("Ev1"), Optional.of("message"))
                : new Refused(Reason.OUTSIDE_WINDOW));
  }

  @Test
  void acceptsHexInUpperCase() {
    String signature = "v0=" + sign("v0:" + NOW + ":" + BODY).toUpperCase(java.util.Locale.ROOT);
    assertThat(verify(slackRequest(List.of("" + NOW), List.of(signature))))
        .isInstanceOf(Verified.class);
  }

  @Test
  void refusesAHeaderThatIsThereTwice() {
    String signature = "v0=" + sign("v0:" + NOW + ":" + BODY);
    assertThat(verify(slackRequest(List.of("" + NOW), List.of(signature, signature))))
        .isEqualTo(new Refused(Reason.NO_SIGNATURE));
    assertThat(verify(slackRequest(List.of("" + NOW, "1"), List.of(signature))))
        .isEqualTo(new Refused(Reason.NO_SIGNED_HEADER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "99999999999999999999", " 1763683200"})
  void refusesATimeThatIsNone(String time) {
    String signature = "v0=" + sign("v0:" + time + ":" + BODY);
    assertThat(verify(slackRequest(List.of(time), List.of(signature))))
        .isEqualTo(new Refused(Reason.NO_SIGNED_HEADER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v0=", "v0=zz", "v0=00", "v1=00", "sha256=00"})
  void refusesAnythingThatIsNotTheSignature(String signature) {
    assertThat(verify(slackRequest(List.of("" + NOW), List.of(signature))))
        .isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
  }

  @Test
  void refusesASecretThatIsNotOfTheSchemesForm() {
    Webhooks airtable =
        Webhooks.of(
            (Json.Obj) TestFiles.json("webhook-schemes.json").get("airtable").orElseThrow(),
            Clock.systemUTC());
    WebhookRequest request =
        WebhookRequest.of(
            "POST",
            "https://hooks.example.com/",
            HttpHeaders.of(Map.of("X-Airtable-Content-MAC", List.of("hmac-sha256=00"))),
            new byte[0]);
    try (Secret secret = Secret.of("no base64 !!")) {
      assertThat(airtable.verify(request, Optional.of(secret)))
          .isEqualTo(new Refused(Reason.UNUSABLE_SECRET));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'kind':'hmac','hash':'sha256','header':'S','encoding':'hex','signed':['x']}|/verify/signed",
        "{'kind':'hmac','hash':'md5','header':'S','encoding':'hex','signed':['{body}']}|/verify/hash",
        "{'kind':'hmac','hash':'sha1','header':'S','encoding':'hex','signed':['{b}','{body}']}|/verify/signed",
        "{'kind':'hmac','hash':'sha1','header':'S','encoding':'hex','signed':['{body}'],'window':300}|/verify",
        "{'kind':'hmac','hash':'sha1','header':'S','encoding':'hex','signed':['{body}'],'window':300,"
            + "'time':{'header':'T','unit':'epochSeconds'}}|/verify/signed",
        "{'kind':'equals','header':'S','hash':'sha1'}|/verify/hash",
        "{'kind':'none'}|/verify/kind"
      })
  void refusesASchemeThatProtectsLessThanItSays(String verify, String path) {
    Json.Obj description =
        Json.object().put("verify", Json.parse(verify.replace('\'', '"'))).build();
    InvalidConnector fault =
        catchThrowableOfType(
            InvalidConnector.class, () -> Webhooks.of(description, Clock.systemUTC()));
    assertThat(fault.path()).isEqualTo(path);
  }

  @Test
  void showsNeitherBodyNorHeaders() {
    assertThat(slackRequest(List.of("1"), List.of("v0=secretish")))
        .hasToString("WebhookRequest[POST, " + BODY.length() + " bytes]");
  }
}
