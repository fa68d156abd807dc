package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.http.HttpHeaders;
import dev.atom.json.Json;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Signed requests of many services, as published or computed, and forged ones. */
class WebhookVectorsTest {
  private final Json.Obj schemes = TestFiles.json("webhook-schemes.json");

  @Test
  void acceptsEveryGoodVectorAndRefusesEveryBadOne() {
    Map<String, Integer> counts = check(TestFiles.json("webhook-vectors.json"));
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(Map.of("accepted", 25, "refused", 58, "left out", 0));
  }

  @Test
  @EnabledIfSystemProperty(named = "atom.contracts", matches = ".+")
  void judgesTheWholeCollectionAlike() throws IOException {
    Path file = Path.of(System.getProperty("atom.contracts"), "webhooks", "vectors.json");
    Map<String, Integer> counts = check(Json.parseObject(Files.readString(file)));
    assertThat(counts.get("left out")).isLessThanOrEqualTo(6);
  }

  @Test
  void refusesEveryVectorWithoutSecret() {
    for (Json item : vectors(TestFiles.json("webhook-vectors.json"))) {
      Json.Obj vector = (Json.Obj) item;
      assertThat(webhooks(vector).orElseThrow().verify(request(vector), Optional.empty()))
          .isEqualTo(new WebhookOutcome.Refused(WebhookOutcome.Reason.NO_SECRET));
    }
  }

  private Map<String, Integer> check(Json.Obj collection) {
    Map<String, Integer> counts = new TreeMap<>(Map.of("accepted", 0, "refused", 0, "left out", 0));
    List<String> wrong = new ArrayList<>();
    for (Json item : vectors(collection)) {
      Json.Obj vector = (Json.Obj) item;
      Optional<Webhooks> webhooks = webhooks(vector);
      if (webhooks.isEmpty()) {
        counts.merge("left out", 1, Integer::sum);
        continue;
      }
      boolean valid = vector.get("valid").equals(Optional.of(Json.of(true)));
      WebhookOutcome outcome;
      try (Secret secret = Secret.of(vector.text("secret").orElseThrow())) {
        outcome = webhooks.get().verify(request(vector), Optional.of(secret));
      }
      boolean accepted =
          switch (outcome) {
            case WebhookOutcome.Verified verified -> true;
            case WebhookOutcome.Refused refused -> false;
          };
      if (accepted != valid) {
        wrong.add(vector.text("service") + " " + vector.text("why") + " " + outcome);
      }
      counts.merge(accepted ? "accepted" : "refused", 1, Integer::sum);
    }
    assertThat(wrong).isEmpty();
    return counts;
  }

  private static List<Json> vectors(Json.Obj collection) {
    return ((Json.Arr) collection.get("vectors").orElseThrow()).items();
  }

  /** Slack's and GitHub's schemes are those of the connectors; none for two that are no header's. */
  private Optional<Webhooks> webhooks(Json.Obj vector) {
    String service = vector.text("service").orElseThrow();
    String scheme = vector.text("scheme").orElseThrow();
    Instant now = Instant.ofEpochSecond(Long.parseLong(vector.get("now").orElseThrow().toString()));
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    if (service.equals("slack") || service.equals("github")) {
      return Connector.builtIn(service).webhooks(clock);
    }
    if (scheme.startsWith("JSON body: bodySHA256")) {
      return Optional.empty();
    }
    String name = scheme.startsWith("legacy") ? service + " legacy" : service;
    return schemes.get(name).map(description -> Webhooks.of((Json.Obj) description, clock));
  }

  private static WebhookRequest request(Json.Obj vector) {
    Json.Obj request = (Json.Obj) vector.get("request").orElseThrow();
    Map<String, List<String>> headers = new HashMap<>();
    ((Json.Obj) request.get("headers").orElseThrow())
        .members()
        .forEach((name, value) -> headers.put(name, List.of(((Json.Str) value).value())));
    return WebhookRequest.of(
        request.text("method").orElseThrow(),
        request.text("url").orElseThrow(),
        HttpHeaders.of(headers),
        request.text("body").orElseThrow().getBytes(StandardCharsets.UTF_8));
  }
}
