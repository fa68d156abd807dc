package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.model.AccessDenied;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.providers.openai.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, not recorded but documented or reported. */
class GeminiFaultsTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");
  private static final String HALF =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hal\"}]}}]}";
  private static final String END =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}]},\"finishReason\":\"STOP\"}]}";
  private static final String OVERLOADED =
      "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}";

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private ChatModel model() {
    return GeminiTestGround.provider(server).chat("gemini-asked");
  }

  private ChatReply streamed() {
    return model().stream(REQUEST, CallContext.create()).reply();
  }

  private <E extends ModelException> E whole(Class<E> type) {
    E e = catchThrowableOfType(type, () -> model().chat(REQUEST));
    assertThat(e).isNotNull();
    return e;
  }

  private <E extends ModelException> E stream(Class<E> type) {
    E e = catchThrowableOfType(type, this::streamed);
    assertThat(e).isNotNull();
    return e;
  }

  private void fails(int status, String name, String message, String details) {
    server.answer(
        status,
        "application/json",
        "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
            .formatted(status, message, name, details));
  }

  private static String quota(String id) {
    return "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":"
        + "[{\"quotaId\":\""
        + id
        + "\"}]},"
        + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"7s\"}";
  }

  @Test
  void limitOfADayIsQuotaExhaustedAndOneOfAMinuteIsRateLimited() {
    fails(429, "RESOURCE_EXHAUSTED", "quota", quota("GenerateRequestsPerDayPerProjectPerModel"));
    assertThat(whole(QuotaExhausted.class).failure().retryAfter()).contains(Duration.ofSeconds(7));
    fails(429, "RESOURCE_EXHAUSTED", "quota", quota("GenerateRequestsPerMinutePerProjectPerModel"));
    assertThat(whole(RateLimited.class).failure().retryAfter()).contains(Duration.ofSeconds(7));
    fails(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.", "");
    whole(QuotaExhausted.class);
  }

  @Test
  void otherErrorsGoByTheirStatus() {
    fails(
        400,
        "INVALID_ARGUMENT",
        "The input token count (9) exceeds the maximum number of tokens allowed (8).",
        "");
    whole(ContextTooLong.class);
    fails(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", "");
    whole(KeyRejected.class);
    fails(400, "FAILED_PRECONDITION", "The File is not in an ACTIVE state.", "");
    whole(RequestRejected.class);
    fails(400, "FAILED_PRECONDITION", "Please enable billing on your project.", "");
    whole(AccessDenied.class);
    fails(403, "PERMISSION_DENIED", "Your API key was reported as leaked.", "");
    whole(KeyRejected.class);
    fails(404, "NOT_FOUND", "The file was not found.", "");
    whole(RequestRejected.class);
    fails(500, "INTERNAL", "An internal error has occurred.", "");
    whole(ProviderFailed.class);
    fails(504, "DEADLINE_EXCEEDED", "The request timed out.", "");
    stream(ProviderFailed.class);
  }

  @Test
  void errorAsAnArrayIsRead() {
    server.answer(503, "application/json", "[" + OVERLOADED + "]");
    whole(Overloaded.class);
    stream(Overloaded.class);
    server.answer(200, "application/json", "[" + OVERLOADED + "]");
    whole(Overloaded.class);
    stream(Overloaded.class);
  }

  @Test
  void blockedPromptIsContentRefusedWholeAndStreamed() {
    String blocked =
        "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
            + "\"usageMetadata\":{\"promptTokenCount\":9}}";
    server.answer(200, "application/json", blocked);
    assertThat(whole(ContentRefused.class).failure().providerCode()).contains("PROHIBITED_CONTENT");
    server.stream("data: " + blocked + "\n\n");
    assertThat(stream(ContentRefused.class).failure().providerCode())
        .contains("PROHIBITED_CONTENT");
  }

  @Test
  void errorInsideAStreamIsThrownInBothForms() {
    server.stream("data: " + HALF + "\n\ndata: " + OVERLOADED + "\n\n");
    stream(Overloaded.class);
    server.answer(200, "application/json", "[" + HALF + ",\n" + OVERLOADED + "]");
    stream(Overloaded.class);
  }

  @Test
  void streamWithoutAFinishReasonIsTruncatedInBothForms() {
    server.stream("data: " + HALF + "\n\n");
    stream(TruncatedStream.class);
    server.stream("");
    stream(TruncatedStream.class);
    server.answer(200, "application/json", "[" + HALF + "]");
    stream(TruncatedStream.class);
    server.answer(200, "application/json", "[" + HALF + "," + END.substring(0, 30));
    stream(TruncatedStream.class);
    server.answer(200, "application/json", "[]");
    stream(TruncatedStream.class);
  }

  @Test
  void finishReasonIsEnoughWhateverFollows() {
    server.stream(
        "data: "
            + HALF
            + "\n\ndata: "
            + END
            + "\n\ndata: {\"usageMetadata\":{\"promptTokenCount\":3}}\n\n");
    ChatReply reply = streamed();
    assertThat(reply.text()).isEqualTo("Hallo");
    assertThat(reply.usage().inputTokens()).isEqualTo(3);
  }

  @Test
  void wholeReplyInPlaceOfAStreamIsRead() {
    server.answer(200, "application/json", END);
    assertThat(streamed().text()).isEqualTo("lo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "nonsense", "{\"candidates\":[]}", "{\"candidates\":5}", "\"text\""})
  void replyWithoutAnAnswerIsMalformed(String body) {
    server.answer(200, "application/json", body);
    whole(MalformedReply.class);
    assertThat(catchThrowableOfType(ModelException.class, this::streamed)).isNotNull();
  }

  @Test
  void garbledEventIsMalformed() {
    server.stream("data: {\"candidates\":[nonsense\n\n");
    stream(MalformedReply.class);
  }

  @Test
  void pageInPlaceOfAReplyIsMalformed() {
    server.answer(200, "text/html", "<html></html>");
    whole(MalformedReply.class);
    stream(MalformedReply.class);
  }

  @Test
  void keyIsInTheHeaderAndNeverInAddressOrFailure() throws Exception {
    fails(400, "INVALID_ARGUMENT", "Bad key " + GeminiTestGround.KEY, "");
    assertThat(whole(RequestRejected.class).getMessage()).doesNotContain(GeminiTestGround.KEY);
    TestServer.Received received = server.take();
    assertThat(received.line()).doesNotContain(GeminiTestGround.KEY);
    assertThat(received.headers()).containsEntry("x-goog-api-key", GeminiTestGround.KEY);
  }
}
