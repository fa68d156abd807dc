package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatRequest;
import dev.atom.model.Overloaded;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyStream;
import dev.atom.model.Unreachable;
import dev.atom.providers.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A refusal is one by its status and headers, whatever becomes of its description. */
@Timeout(60)
class CutRefusalsTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private TestModel builder() {
    return TestModel.newBuilder()
        .model("m")
        .baseUrl(server.base())
        .dialect(Protocol.OPENAI_CHAT_COMPLETIONS);
  }

  private ReplyStream open() {
    return builder().build().stream(REQUEST, CallContext.create());
  }

  /** The description is announced and breaks off, or never comes. */
  private void refuse(int status, String body) {
    server.answer(
        exchange -> {
          exchange.head(
              status,
              Map.of(
                  "Content-Type", "application/json",
                  "Content-Length", "500",
                  "Retry-After", "7",
                  "x-request-id", "req_1"));
          exchange.write(body);
        });
  }

  @Test
  void refusalWhoseDescriptionIsCutIsWhatItsStatusSays() {
    for (String body : List.of("", "{\"error\":{\"message\":\"Slow do")) {
      refuse(429, body);
      for (RateLimited limited :
          List.of(
              catchThrowableOfType(
                  RateLimited.class, () -> builder().build().chat(REQUEST, CallContext.create())),
              catchThrowableOfType(RateLimited.class, this::open))) {
        assertThat(limited.failure().status()).contains(429);
        assertThat(limited.failure().retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(limited.failure().requestId()).contains("req_1");
      }
      refuse(503, body);
      assertThatThrownBy(this::open).isInstanceOf(Overloaded.class);
    }
  }

  @Test
  void refusalWhoseDescriptionNeverComesIsWhatItsStatusSays() {
    server.answer(
        exchange -> {
          exchange.head(429, Map.of("Content-Length", "500"));
          exchange.awaitClosed();
        });
    Timeouts timeouts = Timeouts.DEFAULT.firstToken(Duration.ofMillis(500));
    assertThatThrownBy(
            () -> builder().timeouts(timeouts).build().chat(REQUEST, CallContext.create()))
        .isInstanceOfAny(RateLimited.class, CallTimedOut.class);
  }

  @Test
  void cutReplyIsNoRefusal() {
    refuse(200, "{\"choices\":[");
    assertThatThrownBy(() -> builder().build().chat(REQUEST, CallContext.create()))
        .isInstanceOf(Unreachable.class);
  }
}
