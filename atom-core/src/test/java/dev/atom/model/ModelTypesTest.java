package dev.atom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ModelException.Remedy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTypesTest {
  private static final ModelRef MODEL = new ModelRef("openai", "gpt-5.4");
  private static final Failure FAILURE =
      Failure.at(MODEL)
          .status(429)
          .providerCode("slow_down")
          .requestId("req-1")
          .retryAfter(Duration.ofSeconds(3))
          .message("too many requests")
          .cause(new IllegalStateException("below"))
          .build();

  private static ModelException make(String type) throws ReflectiveOperationException {
    return (ModelException)
        Class.forName("dev.atom.model." + type).getConstructor(Failure.class).newInstance(FAILURE);
  }

  private static final String TREE =
      """
      RateLimited rate_limited RETRY
      QuotaExhausted quota_exhausted OTHER_KEY
      KeyRejected key_rejected OTHER_KEY
      AccessDenied access_denied OTHER_KEY
      RequestRejected request_rejected NONE
      ModelNotFound model_not_found OTHER_MODEL
      ContextTooLong context_too_long OTHER_MODEL
      ContentRefused content_refused OTHER_MODEL
      CapabilityMissing capability_missing OTHER_MODEL
      Overloaded overloaded RETRY
      ProviderFailed provider_failed RETRY
      Unreachable unreachable RETRY
      CallTimedOut timed_out RETRY
      CallCancelled cancelled NONE
      TruncatedStream truncated_stream RETRY
      MalformedReply malformed_reply RETRY
      """;

  @Test
  void everyLeafHasItsCodeAndItsRemedy() throws Exception {
    List<String> leaves = new ArrayList<>();
    for (String line : TREE.lines().toList()) {
      String[] row = line.split(" ");
      ModelException e = make(row[0]);
      assertThat(e.code()).isEqualTo(row[1]);
      assertThat(e.remedy()).isEqualTo(Remedy.valueOf(row[2]));
      assertThat(e.retryable()).isEqualTo(row[2].equals("RETRY"));
      assertThat(e.failure()).isSameAs(FAILURE);
      assertThat(e.getCause()).hasMessage("below");
      assertThat(e)
          .hasMessage(
              "openai/gpt-5.4 answered 429 (slow_down): too many requests; retry after PT3S;"
                  + " request id req-1");
      leaves.add(row[0]);
    }
    assertThat(
            Arrays.stream(ModelException.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(leaves);
  }

  @Test
  void anExceptionKeepsItsFactsThroughJavaSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(make("RateLimited"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RateLimited read = (RateLimited) in.readObject();
      assertThat(read.failure().retryAfter()).contains(Duration.ofSeconds(3));
      assertThat(read.failure().model()).contains("gpt-5.4");
      assertThat(read.failure().status()).contains(429);
      assertThat(read.remedy()).isEqualTo(Remedy.RETRY);
      assertThat(read.code()).isEqualTo("rate_limited");
    }
  }

  @Test
  void aFailureSaysOnlyWhatIsKnown() {
    Failure bare = Failure.at("ollama").retryAfter(Duration.ofSeconds(-5)).build();
    assertThat(bare.retryAfter()).contains(Duration.ZERO);
    assertThat(List.of(bare.model(), bare.status(), bare.providerCode(), bare.requestId()))
        .containsOnly(Optional.empty());
    assertThat(new Unreachable(Failure.at("ollama").build())).hasMessage("ollama: the call failed");
  }

  record Answer(String city, int people, Optional<String> note) {}

  private static ChatReply reply(FinishReason finish, Part... parts) {
    return ChatReply.newBuilder(MODEL).choice(List.of(parts), finish).build();
  }

  @Test
  void readsARecordFromAReply() {
    ChatReply reply = reply(FinishReason.STOP, Part.text("{\"city\":\"Paris\",\"people\":2}"));
    assertThat(reply.as(Answer.class)).isEqualTo(new Answer("Paris", 2, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STOP|{'city':'confidential','people':'two'}|expected integer at \"/people\"",
        "STOP|{'city':'confidential'}|member \"people\" is missing",
        "STOP|{'city':'confidential','people':2,'more':1}|no such member is known",
        "STOP|confidential|not valid JSON",
        "STOP|{'city':'confidential','people':99999999999}|expected int at /people",
        "LENGTH|{'city':'confidential','people':2}|cut at the token limit",
        "CONTENT_FILTER|{'city':'confidential','people':2}|filter held the reply back"
      })
  void aReplyThatIsNotTheRecordIsMalformedAndKeepsItsContent(
      FinishReason finish, String text, String message) {
    ChatReply reply = reply(finish, Part.text(text.replace('\'', '"')));
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> reply.as(Answer.class))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("confidential"));
  }

  @Test
  void aRefusalIsNoRecord() {
    ChatReply reply = reply(FinishReason.REFUSAL, new Part.Refusal("confidential"));
    assertThat(reply.refusal()).contains("confidential");
    assertThatExceptionOfType(MalformedReply.class).isThrownBy(() -> reply.as(Answer.class));
  }

  @Test
  void aRequestIsCheckedWhenItIsBuilt() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> ChatRequest.newBuilder().build());
    ChatRequest.Builder builder = ChatRequest.newBuilder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.temperature(2.1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.temperature(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.topP(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxOutputTokens(0));
    Tool tool = new Tool("find", "Finds.", JsonSchema.empty());
    builder.tool(tool);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.tool(tool));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tool("not a name", "", JsonSchema.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChatMessage(ChatMessage.Role.TOOL, List.of(Part.text("x"))));
    assertThatIllegalArgumentException().isThrownBy(() -> ChatMessage.user(List.of()));
  }

  @Test
  void aBuilderFromARequestBuildsTheSame() {
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("hi"))
            .model("other")
            .tool(new Tool("find", "Finds.", JsonSchema.empty()))
            .toolChoice(ToolChoice.REQUIRED)
            .parallelTools(false)
            .format(ResponseFormat.of(Answer.class))
            .maxOutputTokens(5)
            .temperature(0.5)
            .topP(0.9)
            .stop("END")
            .reasoningEffort("low")
            .extra(Json.object().put("seed", 1).build())
            .build();
    assertThat(request.toBuilder().build()).usingRecursiveComparison().isEqualTo(request);
  }

  @Test
  void usagesAddUp() {
    Usage a =
        Usage.newBuilder()
            .inputTokens(10)
            .cachedInputTokens(4)
            .cacheWriteTokens(1)
            .outputTokens(5)
            .reasoningTokens(2)
            .build();
    Usage b = Usage.newBuilder().inputTokens(1).estimated(true).build();
    assertThat(a.plus(b).inputTokens()).isEqualTo(11);
    assertThat(a.plus(b).estimated()).isTrue();
    assertThat(a.plus(Usage.ZERO)).isEqualTo(a).hasSameHashCodeAs(a);
    assertThat(a.totalTokens()).isEqualTo(15);
    assertThatIllegalArgumentException().isThrownBy(() -> Usage.of(-1, 0));
  }

  @Test
  void sumWithSomethingUnknownInItIsTheLeastThatWasUsed() {
    Usage told =
        Usage.newBuilder().inputTokens(10).reportedUsd(Optional.of(new BigDecimal("0.5"))).build();
    Usage sum = told.plus(Usage.UNKNOWN);
    assertThat(sum.known()).isFalse();
    assertThat(sum.inputTokens()).isEqualTo(10);
    assertThat(sum.reportedUsd()).isEmpty();
    assertThat(Usage.UNKNOWN.plus(told)).isEqualTo(sum);
    assertThat(Usage.UNKNOWN).isNotEqualTo(Usage.ZERO).isEqualTo(Usage.ZERO.atLeast());
    assertThat(Usage.UNKNOWN.plus(Usage.ZERO)).isEqualTo(Usage.UNKNOWN);
    assertThat(told.plus(Usage.ZERO)).isEqualTo(told).isEqualTo(told.toBuilder().build());
    assertThat(told.atLeast().toBuilder().build()).isEqualTo(told.atLeast());
    assertThat(told.atLeast())
        .hasToString("Usage[input=10 (cached 0), output=0 (reasoning 0), at least]");
  }

  @Test
  void nothingShowsItsContentInToString() {
    Part text = Part.text("confidential");
    ChatReply reply = reply(FinishReason.STOP, text);
    String shown =
        ChatMessage.user("confidential")
            + ChatRequest.of("confidential").toString()
            + reply
            + reply.choices()
            + new ReplyEvent.TextDelta(0, "confidential")
            + new ReplyEvent.ReasoningDelta(0, "confidential")
            + new ReplyEvent.RefusalDelta(0, "confidential")
            + new ReplyEvent.ToolArgumentsDelta(0, 0, "confidential")
            + new ReplyEvent.Finished(reply)
            + Media.remote(URI.create("https://x.example/a?signature=confidential"))
            + Media.inline(
                "text/plain", "confidential".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(shown).doesNotContain("confidential");
  }

  @Test
  void inlineMediaAreCopied() {
    byte[] bytes = {1, 2, 3};
    Media.Inline media = (Media.Inline) Media.inline("image/png", bytes);
    bytes[0] = 9;
    media.bytes()[1] = 9;
    assertThat(media.bytes()).containsExactly(1, 2, 3);
    assertThat(media).isEqualTo(Media.inline("image/png", new byte[] {1, 2, 3}));
  }

  @Test
  void blankArgumentsOfAToolAreAnEmptyObject() {
    assertThat(new Part.ToolCall("1", "t", " ", Optional.empty()).argumentsJson())
        .isEqualTo(Json.Obj.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({"'',0", "a,1", "abcd,1", "abcde,2", "北京天气,4", "日本 abc,3", "한국어,3", "😀,1"})
  void tokensAreEstimatedByCharacters(String text, int tokens) {
    assertThat(TokenCounter.estimate().count(text)).isEqualTo(tokens);
  }

  @Test
  void everyPartCountsInAMessage() {
    TokenCounter counter = String::length;
    Part.ToolCall call =
        new Part.ToolCall(
            "1", "find", "{}", Optional.of(new Part.ProviderState("p", Json.of("x"))));
    assertThat(counter.count(ChatMessage.assistant(List.of(call)))).isEqualTo(4 + 4 + 2 + 3);
    assertThat(counter.count(ChatMessage.toolResults(List.of(Part.toolResult(call, "abc")))))
        .isEqualTo(4 + 4 + 3);
    assertThat(counter.count(ChatMessage.user(List.of(Part.image(new Media.Uploaded("f"))))))
        .isEqualTo(1_004);
    assertThat(
            counter.count(
                ChatMessage.assistant(
                    List.of(new Part.Reasoning("ab", Optional.empty()), new Part.Refusal("c")))))
        .isEqualTo(7);
  }

  @Test
  void capabilitiesNeededByARequestCountToolsInItsHistory() {
    Part.ToolCall call = new Part.ToolCall("c", "weather", "{}", Optional.empty());
    Part.ToolResult seen =
        new Part.ToolResult(
            "c", "weather", List.of(Part.image(Media.inline("image/png", new byte[] {1}))), false);
    ChatRequest plain = ChatRequest.of("Hi");
    assertThat(Capability.neededBy(plain, false)).containsExactly(Capability.CHAT);
    assertThat(Capability.neededBy(plain, true)).containsExactly(Capability.STREAMING);
    assertThat(Capability.neededBy(request(ChatMessage.assistant(List.of(call))), false))
        .containsExactly(Capability.CHAT, Capability.TOOLS);
    assertThat(Capability.neededBy(request(ChatMessage.toolResults(List.of(seen))), false))
        .containsExactly(Capability.CHAT, Capability.TOOLS, Capability.IMAGE_INPUT);
    ChatRequest demanding =
        plain.toBuilder()
            .toolChoice(ToolChoice.REQUIRED)
            .format(ResponseFormat.JSON)
            .reasoningEffort("low")
            .build();
    assertThat(Capability.neededBy(demanding, false))
        .containsExactlyInAnyOrder(
            Capability.CHAT, Capability.FORCED_TOOLS, Capability.JSON_OUTPUT, Capability.REASONING);
  }

  private static ChatRequest request(ChatMessage message) {
    return ChatRequest.newBuilder().message(message).build();
  }
}
