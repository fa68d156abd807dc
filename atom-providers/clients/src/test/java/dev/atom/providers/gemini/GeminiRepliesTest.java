package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.providers.fixtures.Recordings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What replies hold: first what recordings show in detail, then (not recorded) documented facts. */
class GeminiRepliesTest {
  private static ChatReply whole(String json) {
    return GeminiTestGround.DIALECT.reply(
        Json.parseObject(json), GeminiTestGround.ASKED, List.of());
  }

  private static ChatReply candidate(String parts, String more) {
    return whole(
        "{\"candidates\":[{\"content\":{\"parts\":["
            + parts
            + "]},\"finishReason\":\"STOP\""
            + more
            + "}],\"responseId\":\"r\"}");
  }

  private static String signature(Part part) {
    Optional<Part.ProviderState> state =
        part instanceof Part.ToolCall call ? call.state() : ((Part.Reasoning) part).state();
    return ((Json.Obj) state.orElseThrow().data()).text("thoughtSignature").orElseThrow();
  }

  @Test
  void recordedSoundIsCountedApart() {
    String body = Recordings.one("gemini", "chat-audio-in").body();
    assertThat(whole(body).usage().audioInputTokens()).isEqualTo(119);
  }

  @Test
  void recordedCitationStandsAtItsWords() {
    ChatReply reply = whole(Recordings.one("gemini", "chat-citations").body());
    Part.Citation citation = ((Part.Text) reply.parts().get(0)).citations().get(0);
    assertThat(citation.title()).contains("Star Wars films (static HTML) • rvest");
    assertThat(reply.text().substring(citation.start(), citation.end()))
        .startsWith("The first movie")
        .endsWith("George Lucas)");
  }

  @Test
  void recordedStreamsSignatureComesInAnEmptyTextOfItsOwn() {
    String body = Recordings.one("gemini", "chat_stream-citations").body();
    List<String> chunks =
        body.lines().filter(l -> l.startsWith("data: ")).map(l -> l.substring(6)).toList();
    ChatReply reply = GeminiTestGround.reply(GeminiTestGround.read(chunks));
    assertThat(reply.parts()).hasSize(2);
    assertThat(reply.parts().get(1))
        .isInstanceOfSatisfying(
            Part.Reasoning.class,
            r -> assertThat(r.state().orElseThrow().data().at("/text")).contains(Json.of("")));
  }

  // Not recorded: everything from here on.

  @Test
  void citationsCountCharactersWhereGoogleCountsBytes() {
    String text = "Zürich is 🏔 high. Bern is lower.";
    int from = "Zürich is 🏔 high. ".getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    int to = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    ChatReply reply =
        candidate(
            "{\"text\":\"" + text + "\"}",
            ",\"groundingMetadata\":{\"webSearchQueries\":[\"a\",\"b\"],\"groundingChunks\":["
                + "{\"web\":{\"uri\":\"https://a.example\",\"title\":\"A\"}},"
                + "{\"retrievedContext\":{\"title\":\"B\"}},"
                + "{\"maps\":{\"uri\":\"https://c.example\"}}],\"groundingSupports\":["
                + "{\"segment\":{\"startIndex\":"
                + from
                + ",\"endIndex\":"
                + to
                + ",\"text\":\"Bern is lower.\"},\"groundingChunkIndices\":[0,1,9]}]}");
    List<Part.Citation> citations = ((Part.Text) reply.parts().get(0)).citations();
    int start = text.indexOf("Bern");
    assertThat(citations)
        .containsExactly(
            new Part.Citation("https://a.example", Optional.of("A"), start, text.length()),
            new Part.Citation("B", Optional.of("B"), start, text.length()),
            new Part.Citation("https://c.example", Optional.empty(), -1, -1));
    assertThat(reply.usage().searches()).isEqualTo(2);
  }

  @Test
  void citationInsideACharacterTakesTheWholeCharacter() {
    Utf8Offsets offsets = new Utf8Offsets("a🏔é");
    assertThat(offsets.bytes()).isEqualTo(7);
    assertThat(List.of(offsets.floor(0), offsets.floor(1), offsets.floor(3), offsets.floor(4)))
        .containsExactly(0, 1, 1, 1);
    assertThat(List.of(offsets.ceiling(2), offsets.ceiling(3), offsets.ceiling(5)))
        .containsExactly(3, 3, 3);
    assertThat(List.of(offsets.floor(6), offsets.ceiling(6), offsets.ceiling(7)))
        .containsExactly(3, 4, 4);
  }

  @Test
  void citationOverTwoTextsIsCutToEach() {
    ChatReply reply =
        candidate(
            "{\"text\":\"One \",\"thoughtSignature\":\"s\"},{\"text\":\"two\"}",
            ",\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"u\"}}],"
                + "\"groundingSupports\":[{\"segment\":{\"startIndex\":2,\"endIndex\":6,"
                + "\"text\":\"e tw\"},\"groundingChunkIndices\":[0]}]}");
    assertThat(((Part.Text) reply.parts().get(0)).citations())
        .containsExactly(new Part.Citation("u", Optional.empty(), 2, 4));
    assertThat(((Part.Text) reply.parts().get(2)).citations())
        .containsExactly(new Part.Citation("u", Optional.empty(), 0, 2));
  }

  @Test
  void citationOfThePartItNamesIsCountedFromThere() {
    ChatReply reply =
        candidate(
            "{\"text\":\"Hmm\",\"thought\":true},{\"text\":\"Yes. No.\"}",
            ",\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"u\"}}],"
                + "\"groundingSupports\":[{\"segment\":{\"partIndex\":1,\"startIndex\":5,"
                + "\"endIndex\":8},\"groundingChunkIndices\":[0]}]}");
    assertThat(((Part.Text) reply.parts().get(1)).citations())
        .containsExactly(new Part.Citation("u", Optional.empty(), 5, 8));
  }

  @Test
  void recitedStretchIsCitedIfItLiesInTheText() {
    ChatReply reply =
        candidate(
            "{\"text\":\"To be or not\"}",
            ",\"citationMetadata\":{\"citationSources\":[{\"endIndex\":5,\"uri\":\"u\"},"
                + "{\"startIndex\":90,\"endIndex\":95,\"uri\":\"v\"},{\"endIndex\":2}]}");
    assertThat(((Part.Text) reply.parts().get(0)).citations())
        .containsExactly(new Part.Citation("u", Optional.empty(), 0, 5));
  }

  @Test
  void chunksOfAStreamsGroundingAreCountedOn() {
    String chunk =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]}%s,\"groundingMetadata\":"
            + "{\"groundingChunks\":[{\"web\":{\"uri\":\"%s\"}}],\"groundingSupports\":"
            + "[{\"segment\":{\"startIndex\":%d,\"endIndex\":%d},\"groundingChunkIndices\":[%d]}]}}]}";
    List<ReplyEvent> events =
        GeminiTestGround.read(
            List.of(
                chunk.formatted("One ", "", "a", 0, 3, 0),
                chunk.formatted("two", ",\"finishReason\":\"STOP\"", "b", 4, 7, 1)));
    assertThat(((Part.Text) GeminiTestGround.reply(events).parts().get(0)).citations())
        .containsExactly(
            new Part.Citation("a", Optional.empty(), 0, 3),
            new Part.Citation("b", Optional.empty(), 4, 7));
  }

  @Test
  void stepsOfGooglesToolsAndPartsToComeAreItemsOfTheProvider() {
    ChatReply reply =
        candidate(
            "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"}},"
                + "{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\",\"output\":\"1\"}},"
                + "{\"thoughtSignature\":\"s\",\"hologram\":{\"a\":1}},{},"
                + "{\"thought\":true,\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQ==\"}}",
            "");
    assertThat(reply.parts())
        .extracting(part -> ((Part.ProviderItem) part).kind())
        .containsExactly("executableCode", "codeExecutionResult", "hologram", "inlineData");
  }

  @Test
  void picturesAndSoundAreParts() {
    ChatReply reply =
        candidate(
            "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQ==\"},\"thoughtSignature\":\"s\"},"
                + "{\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"AQ==\"}},"
                + "{\"fileData\":{\"mimeType\":\"video/mp4\",\"fileUri\":\"https://v.example/a\"}},"
                + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%\"}}",
            "");
    assertThat(reply.parts().get(0))
        .isEqualTo(Part.image(Media.inline("image/png", new byte[] {1})));
    assertThat(signature(reply.parts().get(1))).isEqualTo("s");
    assertThat(reply.parts().get(2)).isInstanceOf(Part.Audio.class);
    assertThat(reply.parts().get(3)).isInstanceOf(Part.File.class);
    assertThat(reply.parts().get(4)).isInstanceOf(Part.ProviderItem.class);
  }

  @Test
  void callsKeepTheirIdsAndGetOneWhereThereIsNone() {
    ChatReply reply =
        candidate(
            "{\"functionCall\":{\"id\":\"f1\",\"name\":\"a\",\"args\":{}},\"thoughtSignature\":\"s\"},"
                + "{\"functionCall\":{\"name\":\"b\"}}",
            "");
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(reply.toolCalls()).extracting(Part.ToolCall::id).containsExactly("f1", "no-id-r-1");
    assertThat(reply.toolCalls().get(1).arguments()).isEqualTo("{}");
    assertThat(signature(reply.toolCalls().get(0))).isEqualTo("s");
    assertThat(reply.toolCalls().get(1).state()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "STOP,STOP",
    "MAX_TOKENS,LENGTH",
    "SAFETY,CONTENT_FILTER",
    "RECITATION,CONTENT_FILTER",
    "BLOCKLIST,CONTENT_FILTER",
    "PROHIBITED_CONTENT,CONTENT_FILTER",
    "SPII,CONTENT_FILTER",
    "IMAGE_SAFETY,CONTENT_FILTER",
    "MALFORMED_FUNCTION_CALL,OTHER",
    "LANGUAGE,OTHER",
    "TO_COME,OTHER"
  })
  void finishReasonIsAnOpenSet(String theirs, FinishReason ours) {
    ChatReply reply = whole("{\"candidates\":[{\"finishReason\":\"" + theirs + "\"}]}");
    assertThat(reply.finish()).isEqualTo(ours);
    assertThat(reply.raw().at("/candidates/0/finishReason")).contains(Json.of(theirs));
  }

  @Test
  void severalCandidatesAreChoicesWholeAndStreamed() {
    String first =
        "{\"candidates\":[{\"index\":0,\"content\":{\"parts\":[{\"text\":\"a\"}]}},"
            + "{\"index\":1,\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]},"
            + "\"finishReason\":\"STOP\"}],\"responseId\":\"r\",\"unknown\":{\"a\":1}}";
    String second =
        "{\"candidates\":[{\"index\":0,\"content\":{\"parts\":[{\"text\":\"b\"}]},"
            + "\"finishReason\":\"MAX_TOKENS\"}],\"usageMetadata\":{\"promptTokenCount\":1}}";
    List<ReplyEvent> cut = GeminiTestGround.read(List.of(first));
    assertThat(cut).noneMatch(ReplyEvent.Finished.class::isInstance);
    List<ReplyEvent> events = new ArrayList<>(GeminiTestGround.read(List.of(first, second)));
    ChatReply reply = GeminiTestGround.reply(events);
    assertThat(GeminiTestGround.deltas(events)).isEqualTo(GeminiTestGround.deltas(reply));
    assertThat(reply.choices()).hasSize(2);
    assertThat(reply.text()).isEqualTo("ab");
    assertThat(reply.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(((Part.ToolCall) reply.choices().get(1).parts().get(0)).id())
        .isEqualTo("no-id-r.1-0");
    assertThat(reply.raw().at("/unknown/a")).contains(Json.of(1));
  }

  @Test
  void signedPieceOfAStreamStaysAPartOfItsOwn() {
    String chunk = "{\"candidates\":[{\"content\":{\"parts\":[%s]}%s}]}";
    List<ReplyEvent> events =
        GeminiTestGround.read(
            List.of(
                chunk.formatted("{\"text\":\"think\",\"thought\":true}", ""),
                chunk.formatted(
                    "{\"text\":\"ing\",\"thought\":true,\"thoughtSignature\":\"t\"}", ""),
                chunk.formatted("{\"text\":\"a\"},{\"text\":\"b\"}", ""),
                chunk.formatted(
                    "{\"text\":\"c\",\"thoughtSignature\":\"s\"}", ",\"finishReason\":\"STOP\"")));
    List<Part> parts = GeminiTestGround.reply(events).parts();
    assertThat(parts).hasSize(5);
    assertThat(parts.get(0)).isEqualTo(new Part.Reasoning("think", Optional.empty()));
    assertThat(signature(parts.get(1))).isEqualTo("t");
    assertThat(parts.get(2)).isEqualTo(Part.text("ab"));
    assertThat(parts.get(3)).isEqualTo(Part.text("c"));
    assertThat(signature(parts.get(4))).isEqualTo("s");
  }
}
