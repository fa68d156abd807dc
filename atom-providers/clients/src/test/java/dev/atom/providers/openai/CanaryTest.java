package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ProviderFailed;
import dev.atom.model.ReplyStream;
import dev.atom.model.Unreachable;
import dev.atom.providers.Protocol;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A key that must be seen by the server and nowhere else. */
class CanaryTest {
  private static final String CANARY = "kanarienvogel-9f3e77aa51c2-zwitschert";
  private static final List<String> FRAGMENTS =
      List.of(CANARY, "kanari", "zwitsch", "9f3e77", "tschert");

  private final TestServer server = new TestServer();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final java.util.logging.Logger julRoot = LogManager.getLogManager().getLogger("");
  private final List<String> jul = Collections.synchronizedList(new ArrayList<>());
  private final Handler julHandler = new Collecting();
  private final KeySource keys = ref -> Optional.of(Secret.of(CANARY));

  /** OkHttp logs through the JDK. */
  private final class Collecting extends Handler {
    @Override
    public void publish(LogRecord entry) {
      jul.add(entry.getMessage() + " " + java.util.Arrays.toString(entry.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void logEverything() {
    appender.start();
    root.setLevel(Level.TRACE);
    root.addAppender(appender);
    julRoot.setLevel(java.util.logging.Level.ALL);
    for (Handler handler : julRoot.getHandlers()) {
      handler.setLevel(java.util.logging.Level.OFF);
    }
    julHandler.setLevel(java.util.logging.Level.ALL);
    julRoot.addHandler(julHandler);
  }

  @AfterEach
  void logNothing() throws Exception {
    root.detachAppender(appender);
    root.setLevel(Level.OFF);
    julRoot.removeHandler(julHandler);
    julRoot.setLevel(java.util.logging.Level.INFO);
    server.close();
  }

  private TestModel model() {
    return TestModel.newBuilder()
        .model("gpt-5.4")
        .keys(keys)
        .baseUrl(server.base())
        .dialect(Protocol.OPENAI_CHAT_COMPLETIONS);
  }

  private void assertHidden(Object... shown) throws Exception {
    StringBuilder all = new StringBuilder();
    for (Object object : shown) {
      all.append(object).append('\n');
      if (object instanceof Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        all.append(trace);
      }
      if (object instanceof ModelException e) {
        all.append(e.failure().providerCode()).append(e.failure().requestId());
      }
    }
    appender.list.forEach(event -> all.append(event.getFormattedMessage()).append('\n'));
    jul.forEach(line -> all.append(line).append('\n'));
    assertThat(appender.list).extracting(ILoggingEvent::getFormattedMessage).isNotEmpty();
    assertThat(all.toString()).doesNotContain(FRAGMENTS);
  }

  private void assertSent() throws Exception {
    assertThat(server.take().headers()).containsEntry("Authorization", "Bearer " + CANARY);
  }

  @Test
  void keyOfASuccessfulCallIsSeenByTheServerOnly() throws Exception {
    server.answer(
        200,
        "application/json",
        "{\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}");
    ChatModel model = model().build();
    ChatReply reply = model.chat("Hi");
    assertSent();
    assertHidden(model, reply, ChatRequest.of("Hi"), model.ref());
    assertThat(appender.list)
        .anySatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.TRACE));
  }

  @Test
  void keyEchoedByTheProviderIsHidden() throws Exception {
    for (String echo :
        List.of(
            CANARY,
            "kanarien*****************hert",
            "(" + CANARY + ").",
            "x=" + CANARY.substring(3, 20))) {
      server.answer(
          401,
          "application/json",
          "{\"error\":{\"message\":\"Incorrect API key provided: "
              + echo
              + ". See docs\",\"code\":\"invalid_api_key\",\"type\":\""
              + CANARY
              + "\"}}");
      KeyRejected e = catchThrowableOfType(KeyRejected.class, () -> model().build().chat("Hi"));
      assertSent();
      assertHidden(e);
      assertThat(e).hasMessageContaining("Incorrect API key provided: [hidden]");
    }
  }

  @Test
  void keyEchoedInsideAStreamIsHidden() throws Exception {
    server.stream(
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
            + "data: {\"error\":{\"message\":\"bad key "
            + CANARY
            + "\",\"code\":\"server_error\"}}\n\n");
    try (ReplyStream stream = model().build().stream(ChatRequest.of("Hi"), CallContext.create())) {
      ProviderFailed e = catchThrowableOfType(ProviderFailed.class, stream::reply);
      assertSent();
      assertHidden(e, stream);
    }
  }

  @Test
  void keyInBrokenJsonIsHidden() throws Exception {
    server.answer(200, "application/json", CANARY + " {");
    MalformedReply e = catchThrowableOfType(MalformedReply.class, () -> model().build().chat("Hi"));
    assertSent();
    assertHidden(e);
  }

  @Test
  void keyInABrokenEventIsHidden() throws Exception {
    server.stream("data: " + CANARY + "\n\n");
    try (ReplyStream stream = model().build().stream(ChatRequest.of("Hi"), CallContext.create())) {
      MalformedReply e = catchThrowableOfType(MalformedReply.class, stream::reply);
      assertSent();
      assertHidden(e);
    }
  }

  @Test
  void keyOfACallThatTimedOutIsHidden() throws Exception {
    server.answer(exchange -> exchange.awaitClosed());
    Timeouts timeouts = Timeouts.DEFAULT.firstToken(Duration.ofMillis(50));
    ChatModel model = model().timeouts(timeouts).build();
    CallTimedOut e = catchThrowableOfType(CallTimedOut.class, () -> model.chat("Hi"));
    assertSent();
    assertHidden(e, model);
  }

  @Test
  void keyOfAnUnreachableServerIsHidden() throws Exception {
    // Bound but not listening: the port is nobody else's either.
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress("127.0.0.1", 0));
      URI nobody = URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/v1");
      ChatModel model = model().baseUrl(nobody).build();
      Unreachable e = catchThrowableOfType(Unreachable.class, () -> model.chat("Hi"));
      assertHidden(e, model);
    }
  }

  @Test
  void keyThatNoHeaderCanHoldIsRefusedUnseen() throws Exception {
    KeySource broken = ref -> Optional.of(Secret.of(CANARY + "\n"));
    server.answer(500, "text/plain", "");
    catchThrowableOfType(ModelException.class, () -> model().build().chat("Hi"));
    KeyRejected e =
        catchThrowableOfType(KeyRejected.class, () -> model().keys(broken).build().chat("Hi"));
    assertThat(e).hasMessageContaining("line end");
    assertHidden(e);
  }
}
