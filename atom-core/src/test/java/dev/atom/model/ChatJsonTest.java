package dev.atom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChatJsonTest {
  private static final ModelRef MODEL = new ModelRef("openai", "gpt-5.4");

  @Test
  void eachThingThatIsAskedShowsInTheRequestsJson() {
    List<UnaryOperator<ChatRequest.Builder>> changes =
        List.of(
            builder -> builder,
            builder -> builder.message(ChatMessage.assistant("Hello.")),
            builder -> builder.message(ChatMessage.user("Hello.")),
            builder -> builder.message(ChatMessage.user("Hello.").cached(Duration.ofMinutes(5))),
            builder ->
                builder.message(
                    ChatMessage.user(
                        List.of(
                            new Part.Image(
                                Media.remote(URI.create("https://a.example/b.png")),
                                Optional.empty())))),
            builder -> builder.model("gpt-5.4-mini"),
            builder -> builder.tool(new Tool("find", "Finds", JsonSchema.empty())),
            builder -> builder.tool(new Tool("find", "Finds", JsonSchema.empty(), true)),
            builder -> builder.toolChoice(ToolChoice.NONE),
            builder -> builder.toolChoice(new ToolChoice.Named("NONE")),
            builder -> builder.parallelTools(false),
            builder -> builder.parallelTools(true),
            builder -> builder.format(ResponseFormat.JSON),
            builder -> builder.format(new ResponseFormat.Schema("JSON", JsonSchema.empty(), false)),
            builder -> builder.maxOutputTokens(1),
            builder -> builder.temperature(0),
            builder -> builder.topP(0.5),
            builder -> builder.stop("END"),
            builder -> builder.reasoningEffort("low"),
            builder -> builder.reasoningTokens(1),
            builder -> builder.reasoningShown(true),
            builder -> builder.cacheKey("a"),
            builder -> builder.extra(Json.object().put("seed", 1).build()));
    Set<Json> seen = new HashSet<>();
    for (UnaryOperator<ChatRequest.Builder> change : changes) {
      ChatRequest request = change.apply(ChatRequest.of("Hi").toBuilder()).build();

      assertThat(seen.add(request.toJson())).as("%s", request.toJson()).isTrue();
      assertThat(request.toBuilder().build().toJson()).isEqualTo(request.toJson());
    }
  }

  @Test
  void aReplyIsTheSameAfterItsJson() {
    Usage usage =
        Usage.newBuilder()
            .inputTokens(1)
            .cachedInputTokens(2)
            .cacheWriteTokens(3)
            .longCacheWriteTokens(4)
            .outputTokens(5)
            .reasoningTokens(6)
            .audioInputTokens(7)
            .audioOutputTokens(8)
            .searches(9)
            .characters(10)
            .audio(Duration.ofMillis(1_500))
            .reportedUsd(Optional.of(new BigDecimal("0.00012")))
            .estimated(true)
            .known(false)
            .build();
    ChatReply reply =
        ChatReply.newBuilder(MODEL)
            .id("r1")
            .choices(
                List.of(
                    new ChatReply.Choice(List.of(Part.text("Hi")), FinishReason.STOP),
                    new ChatReply.Choice(List.of(), FinishReason.LENGTH)))
            .usage(usage)
            .warnings(List.of(new Warning("ignored", "temperature was not sent")))
            .build();

    ChatReply read = ChatReply.fromJson((Json.Obj) Json.parse(reply.toJson().toString()));

    assertThat(read.model()).isEqualTo(MODEL);
    assertThat(read.id()).contains("r1");
    assertThat(read.choices()).isEqualTo(reply.choices());
    assertThat(read.usage()).isEqualTo(usage);
    assertThat(read.warnings()).isEqualTo(reply.warnings());
  }

  @Test
  void whatIsNoReplyIsRefusedWithItsPlace() {
    Json.Obj good =
        ChatReply.newBuilder(MODEL)
            .choice(List.of(Part.text("Hi")), FinishReason.STOP)
            .build()
            .toJson();

    refused(good.toBuilder().put("provider", 1).build(), "/provider");
    refused(good.toBuilder().put("choices", List.of()).build(), "/choices");
    refused(good.toBuilder().put("choices", "none").build(), "/choices");
    refused(good.toBuilder().put("choices", List.of(Json.of(1))).build(), "/choices/0");
    Json.Obj unknown = Json.object().put("parts", List.of()).put("finish", "LATER").build();
    refused(good.toBuilder().put("choices", List.of(unknown)).build(), "/choices/0/finish");
    Json.Obj negative = Json.object().put("inputTokens", -1).build();
    refused(good.toBuilder().put("usage", negative).build(), "/usage");
  }

  private static void refused(Json.Obj json, String path) {
    assertThatThrownBy(() -> ChatReply.fromJson(json))
        .isInstanceOfSatisfying(JsonException.class, e -> assertThat(e.path()).isEqualTo(path));
  }
}
