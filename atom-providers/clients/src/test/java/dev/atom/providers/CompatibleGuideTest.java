package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.ModelException;
import dev.atom.model.Overloaded;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimit;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyStream;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guide to compatible servers, and what of all of them only a socket shows; not recorded. */
class CompatibleGuideTest {
  private static final String HELLO =
      "{\"id\":\"r\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Moin\"}}]}";
  private final TestServer server = new TestServer();
  private final KeySource keys = ref -> Optional.of(Secret.of("key-0123456789"));

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private ChatModel model(Profile profile, String name) {
    return Provider.of(profile.toBuilder().base(server.base().toString()).build(), keys).chat(name);
  }

  private ModelException failure(Profile profile, int status, String body) {
    server.answer(status, "application/json", body);
    return catchThrowableOfType(ModelException.class, () -> model(profile, "m").chat("Hi"));
  }

  @Test
  void newProviderIsJustData() throws Exception {
    String address = server.base().toString();
    server.answer(
        200, "application/json", HELLO.replace("Moin", "<think>North or south?</think>Moin"));
    // @start region="new-provider"
    Profile acme =
        Profile.newBuilder("acme", Protocol.OPENAI_CHAT_COMPLETIONS, address)
            .auth(new Auth("x-acme-key", ""))
            .capabilities(Set.of(Capability.CHAT, Capability.STREAMING, Capability.REASONING))
            .traits(EnumSet.of(Trait.THINK_TAGS, Trait.ALTERNATING_ROLES))
            .build();
    ChatReply reply = Provider.of(acme, keys).chat("large").chat(ChatRequest.of("Hello"));
    // @end
    assertThat(reply.text()).isEqualTo("Moin");
    assertThat(reply.parts().getFirst())
        .isEqualTo(new Part.Reasoning("North or south?", Optional.empty()));
    assertThat(server.take().headers()).containsEntry("x-acme-key", "key-0123456789");
  }

  @Test
  void azureSaysWhatItRefusedAndWhatIsNotThere() {
    assertThat(
            failure(
                Profiles.azure("r"),
                400,
                "{\"error\":{\"code\":\"content_filter\",\"message\":\"No\","
                    + "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}"))
        .isInstanceOf(ContentRefused.class);
    assertThat(
            failure(
                    Profiles.azure("r"),
                    404,
                    "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"No such thing\"}}")
                .code())
        .isEqualTo(
            failure(
                    Profiles.azure("r"),
                    404,
                    "{\"error\":{\"code\":\"model_not_found\",\"message\":\"No such thing\"}}")
                .code());
  }

  @Test
  void waitOfNothingIsNoHintBesideOneThatIs() {
    server.answer(
        exchange -> {
          exchange.head(429, Map.of("retry-after-ms", "0", "retry-after", "7"));
          exchange.write("");
        });
    ModelException e =
        catchThrowableOfType(
            ModelException.class, () -> model(Profiles.azure("r"), "m").chat("Hi"));
    assertThat(e).isInstanceOf(RateLimited.class);
    assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void deepSeekSendsBlankLinesAndCommentsWhileItQueues() {
    server.answer(200, "application/json", "\n\n\n" + HELLO);
    assertThat(model(Profiles.deepSeek(), "m").chat("Hi").text()).isEqualTo("Moin");
    String data =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Moin\"},"
            + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    for (String comment : new String[] {": keep-alive\n\n", ": OPENROUTER PROCESSING\n\n"}) {
      server.stream(comment + comment + data);
      Profile profile = comment.contains("OPEN") ? Profiles.openRouter() : Profiles.deepSeek();
      try (ReplyStream stream =
          model(profile, "m").stream(ChatRequest.of("Hi"), CallContext.create())) {
        assertThat(stream.reply().text()).isEqualTo("Moin");
      }
    }
  }

  @Test
  void deepSeekWithoutBalanceResourcesOrWords() {
    String error = "{\"error\":{\"message\":\"Insufficient Balance\"}}";
    assertThat(failure(Profiles.deepSeek(), 402, error)).isInstanceOf(QuotaExhausted.class);
    String broken = HELLO.replace("stop", "insufficient_system_resource");
    assertThat(failure(Profiles.deepSeek(), 200, broken)).isInstanceOf(Overloaded.class);
    String empty = HELLO.replace("Moin", "");
    ModelException e = failure(Profiles.deepSeek(), 200, empty);
    assertThat(e).isInstanceOf(ProviderFailed.class);
    assertThat(e.remedy()).isEqualTo(ModelException.Remedy.RETRY);
  }

  @Test
  void thinkTagsAreReadFromAStreamOfSingleCharacters() {
    StringBuilder stream = new StringBuilder();
    for (char c : "<think>Hm.</think>Moin, <b>".toCharArray()) {
      stream.append("data: {\"id\":\"r\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"");
      stream.append(c).append("\"}}]}\n\n");
    }
    stream.append(
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    server.stream(stream.toString());
    ChatModel sonar = model(Profiles.perplexityChatCompletions(), "sonar");
    try (ReplyStream replies = sonar.stream(ChatRequest.of("Hi"), CallContext.create())) {
      ChatReply reply = replies.reply();
      assertThat(reply.text()).isEqualTo("Moin, <b>");
      assertThat(reply.parts().getFirst()).isEqualTo(new Part.Reasoning("Hm.", Optional.empty()));
    }
  }

  @Test
  void groqsFlexCapacityAndMisusedTools() {
    String full = "{\"error\":{\"message\":\"Flex tier capacity exceeded\"}}";
    assertThat(failure(Profiles.groq(), 498, full)).isInstanceOf(Overloaded.class);
    String misused =
        "{\"error\":{\"message\":\"Failed to call a function\",\"type\":\"invalid_request_error\","
            + "\"code\":\"tool_use_failed\",\"failed_generation\":\"<secret words>\"}}";
    ModelException e = failure(Profiles.groq(), 400, misused);
    assertThat(e).isInstanceOf(ProviderFailed.class);
    assertThat(e).hasMessageNotContaining("secret words");
  }

  @Test
  void groqsLimitsAreRead() {
    server.answer(
        exchange -> {
          exchange.head(
              200,
              Map.of(
                  "content-type", "application/json",
                  "x-ratelimit-limit-requests", "14400",
                  "x-ratelimit-remaining-requests", "14370",
                  "x-ratelimit-reset-requests", "2m59.56s"));
          exchange.write(HELLO);
        });
    assertThat(model(Profiles.groq(), "m").chat("Hi").rateLimits())
        .containsExactly(
            new RateLimit("requests", 14400, 14370, Duration.ofMillis(2 * 60_000 + 59_560)));
  }

  @Test
  void perplexitysSonarOffersNoTools() {
    assertThat(Profiles.perplexityChatCompletions().capabilities())
        .doesNotContain(Capability.TOOLS, Capability.JSON_OUTPUT)
        .contains(Capability.CITATIONS);
    ChatModel sonar = model(Profiles.perplexityChatCompletions(), "sonar");
    ChatRequest tools =
        ChatRequest.newBuilder()
            .message(dev.atom.model.ChatMessage.user("Hi"))
            .tool(
                new dev.atom.model.Tool(
                    "f", "F", dev.atom.json.JsonSchema.of(dev.atom.json.Json.object().build())))
            .build();
    assertThatThrownBy(() -> sonar.chat(tools)).hasMessageContaining("TOOLS");
    assertThat(server.waiting()).isZero();
  }
}
