package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.json.Json;
import dev.atom.mock.Fault;
import dev.atom.secret.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A key that must be seen by the service and nowhere else. */
class CanaryTest {
  private static final String BASIC =
      """
      {"id": "desk", "title": "Desk", "auth": [{"kind": "basic", "user": "{key}", "password": "X"}],
       "baseUrl": "https://desk.example",
       "errors": [{"status": [401], "kind": "auth_expired", "code": "/code", "message": "/message"}],
       "actions": {"get": {"description": "Reads.", "effect": "read", "method": "GET", "path": "/t",
         "params": {"type": "object", "properties": {}}}}}
      """;
  private static final String ENCODED =
      Base64.getEncoder().encodeToString((Service.KEY + ":X").getBytes(StandardCharsets.UTF_8));
  private static final List<String> FRAGMENTS =
      List.of(Service.KEY, "kanari", "zwitsch", "9f3e77", ENCODED, ENCODED.substring(4, 16));

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Service github = new Service("github");
  private final Service desk =
      new Service(Connector.parse(BASIC), ref -> Optional.of(Secret.of(Service.KEY)));

  @BeforeEach
  void logEverything() {
    appender.start();
    root.setLevel(Level.TRACE);
    root.addAppender(appender);
  }

  @AfterEach
  void logNothing() {
    root.detachAppender(appender);
    root.setLevel(Level.OFF);
    github.close();
    desk.close();
  }

  private void assertHidden(Object... shown) {
    StringBuilder all = new StringBuilder();
    for (Object object : shown) {
      all.append(object).append('\n');
      if (object instanceof ConnectorException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        all.append(trace).append(e.serviceCode());
      }
    }
    appender.list.forEach(event -> all.append(event.getFormattedMessage()).append('\n'));
    assertThat(appender.list)
        .anySatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.TRACE));
    assertThat(all.toString()).doesNotContain(FRAGMENTS);
  }

  @Test
  void keyOfASuccessfulCallIsSeenByTheServiceOnly() {
    github.answer(200, "{\"number\":1}");
    Json reply = github.call("github_get_issue", "{'owner':'a','repo':'b','issue_number':1}");
    assertThat(github.request().header("Authorization")).contains("Bearer " + Service.KEY);
    assertHidden(reply, github.operations(), Connector.builtIn("github"));
  }

  @Test
  void keyEchoedByTheServiceIsHidden() {
    desk.answer(200, "{}");
    desk.call("desk_get", "{}");
    assertThat(desk.request().header("Authorization")).contains("Basic " + ENCODED);
    for (String echo : List.of(Service.KEY, ENCODED, Service.KEY.substring(2, 20))) {
      desk.answer(401, "{\"message\":\"bad key " + echo + " given\",\"code\":\"" + echo + "\"}");
      ConnectorException.AuthExpired e =
          catchThrowableOfType(
              ConnectorException.AuthExpired.class, () -> desk.call("desk_get", "{}"));
      assertHidden(e);
      assertThat(e).hasMessageContaining("bad key [hidden] given");
    }
  }

  @Test
  void keyOfABrokenCallIsHidden() {
    github.answer(200, Service.KEY + " {").fails(new Fault.HangUp());
    String issue = "{'owner':'a','repo':'b','title':'t'}";
    for (int i = 0; i < 2; i++) {
      assertHidden(
          catchThrowableOfType(
              ConnectorException.OutcomeUnknown.class,
              () -> github.call("github_create_issue", issue)));
    }
    assertThat(github.requests()).hasSize(2);
  }

  @Test
  void keyDoesNotFollowARedirect() {
    try (Service elsewhere = new Service("github")) {
      Map<String, List<String>> to = Map.of("Location", List.of(elsewhere.uri() + "/x"));
      github.answer(307, to, "").answer(302, to, "");
      for (String operation : List.of("github_list_issues", "github_list_issues")) {
        ConnectorException e =
            catchThrowableOfType(
                ConnectorException.class, () -> github.call(operation, "{'owner':'a','repo':'b'}"));
        assertHidden(e);
        assertThat(e).hasMessageContaining("redirects");
      }
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void keyThatNoHeaderCanHoldIsRefusedUnseen() {
    try (Service broken =
        new Service(
            Connector.builtIn("github"), ref -> Optional.of(Secret.of(Service.KEY + "\n")))) {
      github.answer(500, "");
      String issue = "{'owner':'a','repo':'b','issue_number':1}";
      catchThrowableOfType(ConnectorException.class, () -> github.call("github_get_issue", issue));
      ConnectorException.AuthExpired e =
          catchThrowableOfType(
              ConnectorException.AuthExpired.class, () -> broken.call("github_get_issue", issue));
      assertThat(e).hasMessageContaining("line end");
      assertHidden(e);
      assertThat(broken.requests()).isEmpty();
    }
  }
}
