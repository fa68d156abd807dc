package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.CallContext;
import dev.atom.secret.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What of a call gets into the log and into exceptions, with everything logged. */
class LogTest {
  private final TestServer server = new TestServer();
  private final Transport transport = Transport.create();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Transport.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Secret secret = Secret.of("correct-horse-battery");

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.TRACE);
    logger.addAppender(log);
  }

  @AfterEach
  void closeAll() throws Exception {
    logger.detachAppender(log);
    logger.setLevel(null);
    transport.close();
    server.close();
    secret.close();
  }

  private HttpCall call() {
    URI uri = URI.create(server.base() + "?customer=private-query");
    return HttpCall.post(uri, "text/plain", "private-body".getBytes(StandardCharsets.UTF_8))
        .secretHeader("Authorization", "Bearer ", secret)
        .header("X-Customer", "private-header")
        .build();
  }

  private String logged() {
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void neitherSecretNorQueryNorBodyIsLogged() {
    server.answer(
        exchange -> {
          exchange.head(200, Map.of("Set-Cookie", "private-cookie", "Content-Length", "13"));
          exchange.write("private-reply");
        });
    assertThat(transport.send(call(), CallContext.create()).text()).isEqualTo("private-reply");
    assertThat(logged())
        .contains("POST " + server.base() + " answered 200 after ")
        .contains("set-cookie: [hidden]")
        .doesNotContain("private")
        .doesNotContain("horse");
  }

  @Test
  void exceptionAndItsCausesShowNoneOfThem() {
    server.answer(exchange -> exchange.write("HTTP/9 private-reply\r\n"));
    ConnectionFailed failed =
        catchThrowableOfType(
            ConnectionFailed.class, () -> transport.send(call(), CallContext.create()));
    StringWriter all = new StringWriter();
    failed.printStackTrace(new PrintWriter(all, true));
    assertThat(all.toString())
        .contains("POST " + server.base())
        .doesNotContain("private-query")
        .doesNotContain("private-body")
        .doesNotContain("private-header")
        .doesNotContain("horse");
    assertThat(logged()).contains("connection_failed").doesNotContain("private");
  }
}
