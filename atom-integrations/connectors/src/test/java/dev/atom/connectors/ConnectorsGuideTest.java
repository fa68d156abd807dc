package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.http.HttpHeaders;
import dev.atom.http.Transport;
import dev.atom.json.Json;
import dev.atom.operation.Operation;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the documentation. */
class ConnectorsGuideTest {
  private final Service slack = new Service("slack");

  @AfterEach
  void close() {
    slack.close();
  }

  @Test
  void start() {
    slack.answer(200, "{\"ok\":true,\"ts\":\"1763683200.000100\"}");
    URI local = slack.uri();
    KeySource keys = ref -> Optional.of(Secret.of("xoxb-1"));
    Transport transport = Transport.shared();
    // @start region="start"
    Connector slack =
        Connector.builtIn("slack").at(local); // a test server; leave at() out for Slack
    List<Operation> operations = slack.operations(transport, keys, Map.of());

    Operation post = operations.getFirst(); // slack_post_message
    Json.Obj arguments = Json.object().put("channel", "C0123").put("text", "It is done.").build();
    CallContext context = CallContext.create().tenant("acme").timeout(Duration.ofSeconds(10));
    Json reply = post.invoke(arguments, new Operation.Call(context, "notice-17"));
    // @end
    assertThat(reply.at("/ts")).contains(Json.of("1763683200.000100"));
  }

  @Test
  void errors() {
    slack.answer(429, Map.of("Retry-After", List.of("30")), "");
    List<String> log = new ArrayList<>();
    Operation post = slack.operation("slack_post_message");
    Json.Obj arguments = Json.object().put("channel", "C0123").put("text", "Hi").build();
    Operation.Call call = Service.CALL;
    // @start region="errors"
    try {
      post.invoke(arguments, call);
    } catch (ConnectorException.RateLimited e) {
      log.add("again in " + e.retryAfter().orElse(Duration.ofMinutes(1)));
    } catch (ConnectorException.AuthExpired e) {
      log.add("ask the user to connect Slack again");
    } catch (ConnectorException.OutcomeUnknown e) {
      log.add("perhaps sent: let a person look");
    }
    // @end
    assertThat(log).containsExactly("again in PT30S");
  }

  @Test
  void webhook() {
    String body = "{\"action\":\"opened\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] key = "hook-secret".getBytes(StandardCharsets.UTF_8);
    String signature =
        "sha256=" + HexFormat.of().formatHex(SignedText.hmac(WebhookRule.Hash.SHA256, key, bytes));
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "X-Hub-Signature-256", List.of(signature),
                "X-GitHub-Event", List.of("issues"),
                "X-GitHub-Delivery", List.of("72d3162e")));
    Optional<Secret> secret = Optional.of(Secret.of("hook-secret"));
    Clock clock = Clock.systemUTC();
    // @start region="webhook"
    Webhooks github = Connector.builtIn("github").webhooks(clock).orElseThrow();

    WebhookRequest request = WebhookRequest.of("POST", "https://example.com/in", headers, bytes);
    int status =
        switch (github.verify(request, secret)) {
          case WebhookOutcome.Verified event -> accept(event.eventId(), event.type());
          case WebhookOutcome.Refused refused -> 401;
        };
    // @end
    assertThat(status).isEqualTo(202);
  }

  private static int accept(Optional<String> id, Optional<String> type) {
    assertThat(id).contains("72d3162e");
    assertThat(type).contains("issues");
    return 202;
  }

  @Test
  void ownFile() {
    // @start region="file"
    String file =
        """
        {"id": "tracker", "title": "Tracker",
         "settings": {"site": {"title": "Site", "pattern": "[a-z0-9-]+"}},
         "auth": [{"kind": "apiKey", "place": [{"in": "header", "name": "X-Key", "value": "{key}"}]}],
         "baseUrl": "https://{site}.tracker.example/v2",
         "allowedHosts": ["*.tracker.example"],
         "errors": [{"at": "/error/code", "equals": "locked", "kind": "conflict", "message": "/error/text"}],
         "actions": {
          "add_note": {
           "description": "Adds a note to a ticket.",
           "effect": "create", "method": "POST", "path": "/tickets/{ticket}/notes",
           "params": {"type": "object", "required": ["ticket", "text"],
             "properties": {"ticket": {"type": "integer"}, "text": {"type": "string"}}},
           "put": {"text": "/note/text"},
           "idempotencyKey": {"in": "header", "name": "Idempotency-Key"},
           "pick": "/note/id"}}}
        """;
    Connector tracker = Connector.parse(file);
    // @end
    slack.answer(200, "{\"note\":{\"id\":5}}");
    List<Operation> operations =
        tracker
            .at(slack.uri())
            .operations(
                Transport.shared(), ref -> Optional.of(Secret.of("k")), Map.of("site", "acme"));
    Json.Obj arguments = Json.object().put("ticket", 7).put("text", "Called back.").build();
    assertThat(operations.getFirst().invoke(arguments, Service.CALL)).isEqualTo(Json.of(5));
    assertThat(slack.request().path()).isEqualTo("/api/tickets/7/notes");
    assertThat(slack.request().header("X-Key")).contains("k");
    assertThat(slack.request().header("Idempotency-Key")).contains("order-7");
    assertThat(slack.request().text()).isEqualTo("{\"note\":{\"text\":\"Called back.\"}}");
  }
}
