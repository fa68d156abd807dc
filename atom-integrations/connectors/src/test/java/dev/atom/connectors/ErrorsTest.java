package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.connectors.ConnectorException.OutcomeUnknown;
import dev.atom.http.HttpCancelled;
import dev.atom.http.Transport;
import dev.atom.json.Json;
import dev.atom.mock.Fault;
import dev.atom.operation.Operation;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
  private static final String POST = "{'channel':'C1','text':'Hi'}";
  private static final String ISSUE = "{'owner':'a','repo':'b','issue_number':1}";
  private static final String NEW_ISSUE = "{'owner':'a','repo':'b','title':'t'}";

  private final Service slack = new Service("slack");
  private final Service github = new Service("github");

  @AfterEach
  void close() {
    slack.close();
    github.close();
  }

  private static ConnectorException failure(Service service, String operation, String arguments) {
    ConnectorException e =
        catchThrowableOfType(ConnectorException.class, () -> service.call(operation, arguments));
    assertThat(e).isNotNull();
    return e;
  }

  @ParameterizedTest
  @CsvSource({
    "token_revoked,auth_expired",
    "invalid_auth,auth_expired",
    "ratelimited,rate_limited",
    "not_in_channel,forbidden",
    "channel_not_found,not_found",
    "is_archived,conflict",
    "msg_too_long,invalid"
  })
  void tellsSlacksErrorsApartThoughTheirStatusIs200(String error, String code) {
    slack.answer(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
    ConnectorException e = failure(slack, "slack_post_message", POST);
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.serviceCode()).contains(error);
    assertThat(e.status()).isEqualTo(200);
    assertThat(e).hasMessageContaining("slack_post_message").hasMessageContaining(error);
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid,false",
    "401,auth_expired,false",
    "402,quota,false",
    "403,forbidden,false",
    "404,not_found,false",
    "409,conflict,false",
    "418,permanent,false",
    "422,invalid,false",
    "429,rate_limited,true",
    "500,transient,true",
    "503,transient,true",
    "302,permanent,false"
  })
  void tellsStatusesApart(int status, String code, boolean retryable) {
    github.answer(status, "{\"message\":\"Because\"}");
    ConnectorException e = failure(github, "github_get_issue", ISSUE);
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.retryable()).isEqualTo(retryable);
    assertThat(e.status()).isEqualTo(status);
    assertThat(github.requests()).hasSize(1);
  }

  @Test
  void readsHowLongToWait() {
    slack.answer(429, Map.of("Retry-After", List.of("30")), "");
    assertThat(failure(slack, "slack_post_message", POST))
        .isInstanceOf(ConnectorException.RateLimited.class)
        .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)));

    String reset = "" + Service.NOW.plusSeconds(90).getEpochSecond();
    Map<String, List<String>> used =
        Map.of("X-RateLimit-Remaining", List.of("0"), "X-RateLimit-Reset", List.of(reset));
    github.answer(403, used, "{\"message\":\"API rate limit exceeded\"}");
    assertThat(failure(github, "github_get_issue", ISSUE))
        .isInstanceOf(ConnectorException.RateLimited.class)
        .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(90)));

    Map<String, List<String>> left =
        Map.of("X-RateLimit-Remaining", List.of("59"), "X-RateLimit-Reset", List.of(reset));
    github.answer(404, left, "{\"message\":\"Not Found\"}");
    assertThat(failure(github, "github_get_issue", ISSUE).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void leavesAWritesOutcomeOpenWhenTheServerFails(int status) {
    github.answer(status, "<html>bad gateway</html>");
    ConnectorException e = failure(github, "github_create_issue", NEW_ISSUE);
    assertThat(e).isInstanceOf(OutcomeUnknown.class);
    assertThat(((OutcomeUnknown) e).check()).contains("github_list_issues");
    assertThat(e.retryable()).isFalse();
    assertThat(github.requests()).hasSize(1);
  }

  @Test
  void leavesAWritesOutcomeOpenWhenTheServiceStumbles() {
    slack.answer(200, "{\"ok\":false,\"error\":\"fatal_error\"}");
    assertThat(failure(slack, "slack_post_message", POST)).isInstanceOf(OutcomeUnknown.class);
    slack.answer(200, "{\"ok\":false,\"error\":\"fatal_error\"}");
    assertThat(failure(slack, "slack_list_channels", "{}"))
        .isInstanceOf(ConnectorException.Transient.class);
  }

  @Test
  void leavesAWritesOutcomeOpenWhenTheConnectionBreaks() {
    slack.fails(new Fault.HangUp());
    ConnectorException e = failure(slack, "slack_post_message", POST);
    assertThat(e).isInstanceOf(OutcomeUnknown.class);
    assertThat(((OutcomeUnknown) e).check()).isEmpty();
    assertThat(slack.requests()).hasSize(1);
  }

  @Test
  void leavesAWritesOutcomeOpenWhenTheReplyIsUnreadable() {
    slack.answer(200, "<html>a proxy's page</html>");
    assertThat(failure(slack, "slack_post_message", POST)).isInstanceOf(OutcomeUnknown.class);
    slack.answer(200, "<html>a proxy's page</html>");
    assertThat(failure(slack, "slack_list_channels", "{}"))
        .isInstanceOf(ConnectorException.Permanent.class);
  }

  @Test
  void callsAReadWithABrokenConnectionTransient() {
    slack.fails(new Fault.CutAfter(1));
    assertThat(failure(slack, "slack_list_channels", "{}"))
        .isInstanceOf(ConnectorException.Transient.class);
  }

  @Test
  void callsAWriteThatNeverLeftTransient() throws IOException {
    // Bound but not listening: nobody else's port either.
    try (Socket bound = new Socket();
        Transport transport = Transport.create()) {
      bound.bind(new InetSocketAddress("127.0.0.1", 0));
      URI nobody = URI.create("http://127.0.0.1:" + bound.getLocalPort());
      Operation post =
          Connector.builtIn("slack")
              .at(nobody)
              .operations(transport, ref -> Optional.of(Secret.of("k")), Map.of())
              .getFirst();
      Json.Obj arguments = Json.parseObject(POST.replace('\'', '"'));
      assertThat(
              catchThrowableOfType(
                  ConnectorException.class, () -> post.invoke(arguments, Service.CALL)))
          .isInstanceOf(ConnectorException.Transient.class);
    }
  }

  @Test
  void sendsNothingAfterTheDeadline() {
    CallContext late =
        CallContext.create()
            .deadline(Deadline.after(Duration.ZERO, Clock.fixed(Service.NOW, ZoneOffset.UTC)));
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class,
            () ->
                slack
                    .operation("slack_post_message")
                    .invoke(
                        Json.parseObject(POST.replace('\'', '"')), new Operation.Call(late, "k")));
    assertThat(e).isInstanceOf(ConnectorException.Transient.class);
    assertThat(slack.requests()).isEmpty();
  }

  @Test
  void leavesACancelledReadACancelledCall() {
    CallContext context = CallContext.create();
    context.cancel();
    Operation.Call call = new Operation.Call(context, "k");
    Operation list = slack.operation("slack_list_channels");
    assertThat(catchThrowableOfType(HttpCancelled.class, () -> list.invoke(Json.Obj.EMPTY, call)))
        .isNotNull();
    assertThat(slack.requests()).isEmpty();
  }

  @Test
  void saysWhoseKeyIsMissing() {
    try (Service keyless = new Service(Connector.builtIn("slack"), KeySource.none())) {
      ConnectorException e = failure(keyless, "slack_post_message", POST);
      assertThat(e)
          .isInstanceOf(ConnectorException.AuthExpired.class)
          .hasMessageContaining("\"acme\"")
          .hasMessageContaining("\"ann\"")
          .hasMessageContaining("\"slack\"");
      assertThat(keyless.requests()).isEmpty();
    }
  }
}
