package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.FinishReason;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Overloaded;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RequestRejected;
import dev.atom.model.Usage;
import dev.atom.providers.openai.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What whole replies and errors may hold by the documentation, though no recording shows it. */
class AnthropicRepliesTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private static ChatReply reply(String message) {
    return MessageReply.read(json(message), TestModels.ASKED, List.of());
  }

  private static Usage usage(String usage) {
    return reply("{'content':[],'stop_reason':'end_turn','usage':" + usage + "}").usage();
  }

  @Test
  void everyReasonToStopIsTold() {
    Map<String, FinishReason> reasons =
        Map.of(
            "end_turn", FinishReason.STOP,
            "stop_sequence", FinishReason.STOP,
            "max_tokens", FinishReason.LENGTH,
            "model_context_window_exceeded", FinishReason.LENGTH,
            "tool_use", FinishReason.TOOL_CALLS,
            "refusal", FinishReason.REFUSAL,
            "pause_turn", FinishReason.PAUSED,
            "compaction", FinishReason.PAUSED,
            "brand_new", FinishReason.OTHER);
    reasons.forEach(
        (word, reason) ->
            assertThat(reply("{'content':[],'stop_reason':'" + word + "'}").finish())
                .isEqualTo(reason));
  }

  @Test
  void refusalIsExplainedWhereTheProviderDoes() {
    ChatReply reply =
        reply(
            "{'content':[],'stop_reason':'refusal','stop_details':{'type':'refusal',"
                + "'category':'bio','explanation':'I can not help with that.'}}");
    assertThat(reply.refusal()).contains("I can not help with that.");
    assertThat(reply("{'content':[],'stop_reason':'refusal','stop_details':null}").refusal())
        .isEmpty();
  }

  @Test
  void writesToTheLongCacheAreCountedApart() {
    Usage usage =
        usage(
            "{'input_tokens':3,'cache_creation_input_tokens':30,'output_tokens':1,"
                + "'cache_creation':{'ephemeral_5m_input_tokens':10,"
                + "'ephemeral_1h_input_tokens':20}}");
    assertThat(usage.inputTokens()).isEqualTo(33);
    assertThat(usage.cacheWriteTokens()).isEqualTo(30);
    assertThat(usage.longCacheWriteTokens()).isEqualTo(20);
  }

  @Test
  void largerOfTotalAndSplitIsWhatWasWritten() {
    assertThat(usage("{'cache_creation_input_tokens':30,'cache_creation':{}}").cacheWriteTokens())
        .isEqualTo(30);
    assertThat(
            usage(
                    "{'cache_creation_input_tokens':5,'cache_creation':"
                        + "{'ephemeral_5m_input_tokens':10,'ephemeral_1h_input_tokens':20}}")
                .cacheWriteTokens())
        .isEqualTo(30);
  }

  @Test
  void iterationsOfAReplyAreAllCharged() {
    Usage usage =
        usage(
            "{'input_tokens':10,'output_tokens':4,'iterations':["
                + "{'type':'compaction','input_tokens':100,'output_tokens':20},"
                + "{'type':'message','input_tokens':10,'cache_read_input_tokens':7,"
                + "'output_tokens':4}]}");
    assertThat(usage.inputTokens()).isEqualTo(117);
    assertThat(usage.cachedInputTokens()).isEqualTo(7);
    assertThat(usage.outputTokens()).isEqualTo(24);
  }

  @Test
  void everyKindOfCitationHasItsSource() {
    String place = "'cited_text':'x','document_index':2,'document_title':'Book',";
    ChatReply reply =
        reply(
            "{'content':[{'type':'text','text':'Yes','citations':["
                + "{'type':'char_location',"
                + place
                + "'start_char_index':4,'end_char_index':9},"
                + "{'type':'page_location',"
                + place
                + "'start_page_number':5,'end_page_number':6,'file_id':'file_1'},"
                + "{'type':'content_block_location',"
                + place
                + "'start_block_index':0,'end_block_index':1},"
                + "{'type':'web_search_result_location','url':'https://a.example','title':'A'},"
                + "{'type':'search_result_location','source':'kb/7','title':null},"
                + "{'type':'telepathy'}]}],'stop_reason':'end_turn'}");
    Part.Text text = (Part.Text) reply.parts().get(0);
    Optional<String> book = Optional.of("Book");
    assertThat(text.citations())
        .containsExactly(
            new Part.Citation("document:2#char=4-9", book, 0, 3),
            new Part.Citation("file_1#page=5-6", book, 0, 3),
            new Part.Citation("document:2#block=0-1", book, 0, 3),
            new Part.Citation("https://a.example", Optional.of("A"), 0, 3),
            new Part.Citation("kb/7", Optional.empty(), 0, 3));
  }

  @Test
  void blocksToComeAreItemsOfTheProvider() {
    ChatReply reply =
        reply("{'content':[{'type':'dream','of':'sheep'},{}],'stop_reason':'end_turn'}");
    assertThat(reply.parts())
        .extracting(part -> ((Part.ProviderItem) part).kind())
        .containsExactly("dream", "unknown");
  }

  @Test
  void errorsAreToldByTypeAndWords() {
    Map<String, Class<? extends Throwable>> errors =
        Map.of(
            "402 billing_error Your account has a problem with billing",
            QuotaExhausted.class,
            "400 invalid_request_error You have reached your specified API usage limits",
            QuotaExhausted.class,
            "400 invalid_request_error prompt is too long: 200001 tokens > 200000 maximum",
            ContextTooLong.class,
            "400 invalid_request_error input length and `max_tokens` exceed context limit",
            ContextTooLong.class,
            "400 invalid_request_error Output blocked by content filtering policy",
            ContentRefused.class,
            "400 invalid_request_error temperature: must be at most 1",
            RequestRejected.class,
            "404 not_found_error model: claude-0",
            ModelNotFound.class,
            "404 not_found_error Not found: batch",
            RequestRejected.class,
            "504 timeout_error Request timed out",
            ProviderFailed.class,
            "529 overloaded_error Overloaded",
            Overloaded.class);
    errors.forEach(
        (error, type) -> {
          String[] words = error.split(" ", 3);
          server.answer(
              Integer.parseInt(words[0]),
              "application/json",
              Json.object()
                  .put("type", "error")
                  .put(
                      "error", Json.object().put("type", words[1]).put("message", words[2]).build())
                  .build()
                  .toString());
          assertThatThrownBy(() -> TestModels.chat(server).chat(ChatRequest.of("Hi")))
              .isInstanceOf(type);
        });
  }

  @Test
  void replyOfAnotherFormIsMalformed() {
    for (String body : List.of("{}", "[]", "", "{\"content\":5}", "nil")) {
      server.answer(200, "application/json", body);
      assertThatThrownBy(() -> TestModels.chat(server).chat(ChatRequest.of("Hi")))
          .isInstanceOf(MalformedReply.class);
    }
  }
}
