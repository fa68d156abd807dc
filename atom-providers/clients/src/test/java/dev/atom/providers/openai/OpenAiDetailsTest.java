package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Warning;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.StreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What OpenAI's protocols have beside text and calls. */
class OpenAiDetailsTest {
  private static final ModelRef ASKED = new ModelRef("openai", "gpt-audio");
  private final List<ReplyEvent> events = new ArrayList<>();

  private static Dialect chat() {
    return OpenAiOperations.of(Profiles.openAiChatCompletions()).dialect();
  }

  private static Dialect responses() {
    return OpenAiOperations.of(Profiles.openAi()).dialect();
  }

  private ChatReply read(Dialect dialect, String... chunks) {
    StreamReader reader = dialect.stream(ASKED, List.of());
    for (String chunk : chunks) {
      reader.accept(new ServerSentEvent("message", chunk, "", true), events::add);
    }
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(Normalised.deltas(events)).isEqualTo(Normalised.deltas(reply));
    return reply;
  }

  private static String chunk(String choice) {
    return "{\"id\":\"r\",\"choices\":[{\"index\":0," + choice + "}]}";
  }

  private static String call(String call) {
    return chunk("\"delta\":{\"tool_calls\":[" + call + "]}");
  }

  @Test
  void nameBeforeTheIdIsOneCall() {
    for (String index : List.of("\"index\":0,", "")) {
      events.clear();
      ChatReply reply =
          read(
              chat(),
              call("{" + index + "\"function\":{\"name\":\"f\"}}"),
              call("{" + index + "\"id\":\"call_1\"}"),
              call("{" + index + "\"function\":{\"arguments\":\"{}\"}}"),
              chunk("\"delta\":{},\"finish_reason\":\"tool_calls\""),
              "[DONE]");
      assertThat(reply.toolCalls())
          .extracting(c -> c.id() + " " + c.name() + " " + c.arguments())
          .containsExactly("call_1 f {}");
    }
  }

  @Test
  void wholeCallsWithoutIdsAndIndexesStayApart() {
    ChatReply reply =
        read(
            chat(),
            call("{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}"),
            call("{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":2}\"}}"),
            chunk("\"delta\":{},\"finish_reason\":\"stop\""),
            "[DONE]");
    assertThat(reply.toolCalls())
        .extracting(c -> c.id() + " " + c.arguments())
        .containsExactly("r-0 {\"a\":1}", "r-1 {\"a\":2}");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void spokenReplyIsAPart() {
    Json.Obj whole =
        Json.parseObject(
            chunk(
                "\"finish_reason\":\"stop\",\"message\":{\"content\":null,\"audio\":{\"id\":\"a\","
                    + "\"data\":\""
                    + base64("RIFFsound")
                    + "\",\"transcript\":\"Moin\"}}"));
    Part.Audio audio = (Part.Audio) chat().reply(whole, ASKED, List.of()).parts().getFirst();
    assertThat(audio.transcript()).contains("Moin");
    assertThat(((Media.Inline) audio.media()).type()).isEqualTo("audio/wav");
    assertThat(((Media.Inline) audio.media()).bytes()).asString().isEqualTo("RIFFsound");
  }

  @Test
  void spokenReplyIsPutTogetherFromItsPieces() {
    ChatReply reply =
        read(
            chat(),
            chunk("\"delta\":{\"audio\":{\"id\":\"a\",\"transcript\":\"Mo\"}}"),
            chunk("\"delta\":{\"audio\":{\"data\":\"" + base64("s") + "\"}}"),
            chunk(
                "\"delta\":{\"audio\":{\"data\":\""
                    + base64("ound")
                    + "\",\"transcript\":\"in\"}}"),
            chunk("\"delta\":{},\"finish_reason\":\"stop\""),
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":4,"
                + "\"prompt_tokens_details\":{\"audio_tokens\":2},"
                + "\"completion_tokens_details\":{\"audio_tokens\":3}}}",
            "[DONE]");
    Part.Audio audio = (Part.Audio) reply.parts().getFirst();
    assertThat(audio.transcript()).contains("Moin");
    assertThat(((Media.Inline) audio.media()).bytes()).asString().isEqualTo("sound");
    assertThat(reply.raw().at("/choices/0/message/audio/id")).contains(Json.of("a"));
    assertThat(reply.usage().audioInputTokens()).isEqualTo(2);
    assertThat(reply.usage().audioOutputTokens()).isEqualTo(3);
  }

  @Test
  void whatWasSpokenGoesBackAsText() {
    Part.Audio audio =
        new Part.Audio(Media.inline("audio/wav", new byte[] {1}), java.util.Optional.of("Moin"));
    ChatRequest request =
        ChatRequest.newBuilder().message(ChatMessage.assistant(List.of(audio))).build();
    assertThat(chat().body(request, ASKED, false).json().at("/messages/0/content"))
        .contains(Json.of("Moin"));
  }

  @Test
  void logProbabilitiesAndOtherChoicesAreKept() {
    String second = "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}}]}";
    ChatReply reply =
        read(
            chat(),
            chunk("\"delta\":{\"content\":\"A\"},\"logprobs\":{\"content\":[{\"logprob\":-1}]}"),
            second,
            chunk("\"delta\":{\"content\":\"C\"},\"logprobs\":{\"content\":[{\"logprob\":-2}]}"),
            "[DONE]");
    assertThat(reply.choices())
        .extracting(choice -> Part.textOf(choice.parts()))
        .containsExactly("AC", "B");
    assertThat(reply.raw().at("/choices/0/logprobs/content/1/logprob")).contains(Json.of(-2));
  }

  @Test
  void cacheKeyIsSentWhereThereIsOne() {
    ChatRequest request = ChatRequest.of("Hi").toBuilder().cacheKey("prompt-3").build();
    for (Dialect dialect : List.of(chat(), responses())) {
      assertThat(dialect.body(request, ASKED, false).json().get("prompt_cache_key"))
          .contains(Json.of("prompt-3"));
    }
    Dialect other = OpenAiOperations.of(Profiles.groq()).dialect();
    assertThat(other.body(request, ASKED, false).json().get("prompt_cache_key")).isEmpty();
  }

  @Test
  void tokensToReasonWithAreWarnedOfWhereOnlyEffortsAreKnown() {
    ChatRequest request = ChatRequest.of("Hi").toBuilder().reasoningTokens(500).build();
    for (Dialect dialect : List.of(chat(), responses())) {
      assertThat(dialect.body(request, ASKED, false).warnings())
          .extracting(Warning::code)
          .containsExactly("ignored_parameter");
    }
  }

  @Test
  void phaseOfAMessageIsKeptAndGoesBack() {
    String output =
        "[{\"type\":\"message\",\"phase\":\"commentary\",\"content\":"
            + "[{\"type\":\"output_text\",\"text\":\"Let me see.\"}]},"
            + "{\"type\":\"message\",\"phase\":\"final_answer\",\"content\":"
            + "[{\"type\":\"output_text\",\"text\":\"42\"}]}]";
    Json.Obj whole = Json.parseObject("{\"status\":\"completed\",\"output\":" + output + "}");
    ChatReply reply = responses().reply(whole, ASKED, List.of());
    assertThat(reply.text()).isEqualTo("Let me see.42");
    ChatRequest next = ChatRequest.newBuilder().message(reply.toMessage()).build();
    Json.Obj body = responses().body(next, ASKED, false).json();
    assertThat(body.at("/input/0/phase")).contains(Json.of("commentary"));
    assertThat(body.at("/input/1/phase")).contains(Json.of("final_answer"));
    Profile azure = Profiles.azure("r");
    ModelRef elsewhere = new ModelRef("azure", "m");
    Json.Obj other = OpenAiOperations.of(azure).dialect().body(next, elsewhere, false).json();
    assertThat(other.at("/input/0/phase")).isEmpty();
    assertThat(other.at("/input/2")).isEmpty();
  }

  @Test
  void citationsOfAStreamAreThoseOfItsLastEvent() {
    ChatReply reply =
        read(
            responses(),
            "{\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}",
            "{\"type\":\"response.output_text.annotation.added\",\"annotation\":{}}",
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":["
                + "{\"type\":\"web_search_call\",\"id\":\"ws\"},"
                + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\","
                + "\"annotations\":[{\"type\":\"url_citation\",\"url\":\"https://a\"}]}]}]}}");
    assertThat(((Part.Text) reply.parts().getLast()).citations())
        .extracting(Part.Citation::source)
        .containsExactly("https://a");
    assertThat(reply.usage().searches()).isEqualTo(1);
  }
}
