package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.mock.Matching;
import dev.atom.mock.ProviderScript;
import dev.atom.mock.ReplayServer;
import dev.atom.mock.Scenario;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ReplyStream;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.router.MidStream;
import dev.atom.router.Route;
import dev.atom.router.Router;
import dev.atom.router.Target;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A provider's bad days on the wire, with real clients in front of it: while another provider is well,
 * every call is answered. The servers' and the router's time is virtual; only what stalls takes real
 * time, until the client's limit.
 */
@Timeout(120)
class BadDaysTest {
  private static final ChatRequest HELLO = ChatRequest.of("Say hello.");
  private static final int CALLS = 100;

  private final VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
  private final Transport transport = Transport.create();

  @AfterEach
  void close() {
    transport.close();
  }

  private ChatModel client(ReplayServer server, String key) {
    Timeouts limits =
        Timeouts.DEFAULT.firstToken(Duration.ofMillis(300)).idle(Duration.ofMillis(300));
    return Provider.newBuilder(
            Profiles.openAiChatCompletions().toBuilder().base(server.uri() + "/v1").build())
        .keys(ref -> Optional.of(Secret.of(key)))
        .transport(transport)
        .timeouts(limits)
        .build()
        .chat("gpt-4o");
  }

  @ParameterizedTest
  @EnumSource
  void everyCallIsAnsweredWhileAnotherProviderIsWell(Scenario scenario) {
    ProviderScript script = ProviderScript.of(scenario);
    boolean streamed = script.exchanges().get(0).response().text().startsWith("data:");
    try (ReplayServer bad = ReplayServer.newBuilder().script(script).clock(clock).start();
        ReplayServer good =
            ReplayServer.newBuilder()
                .exchanges(script.exchanges())
                .matching(Matching.PATH)
                .clock(clock)
                .start()) {
      Router router =
          Router.newBuilder()
              .route(
                  Route.newBuilder("main")
                      .target(Target.of(client(bad, "rejected-1")).named("bad"))
                      .target(Target.of(client(good, "good")).named("good"))
                      .midStream(MidStream.RESTART)
                      .build())
              .clock(clock)
              .sleeper((time, context) -> clock.advance(time))
              .build();
      for (int i = 0; i < CALLS; i++) {
        assertThat(answer(router, streamed)).as("call %d", i).isNotEmpty();
        clock.advance(Duration.ofSeconds(1));
      }
    }
  }

  private static String answer(Router router, boolean streamed) {
    if (!streamed) {
      return router.chat(HELLO).text();
    }
    try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
      return stream.reply().text();
    }
  }
}
