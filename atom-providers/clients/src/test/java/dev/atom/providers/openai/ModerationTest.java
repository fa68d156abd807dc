package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.body;
import static dev.atom.providers.openai.OperationServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.model.Moderation;
import dev.atom.model.ModerationRequest;
import dev.atom.model.ModerationRequest.Input;
import dev.atom.model.Moderations;
import dev.atom.model.Part;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationTest {
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> recorded() {
    return Recordings.of("openai", "moderation");
  }

  private Moderations replay(RecordedExchange exchange) {
    server.replay(exchange);
    Json.Obj sent = exchange.requestJson().orElseThrow();
    return server
        .openAi()
        .moderation(sent.text("model").orElse("text-moderation-007"))
        .moderate(ModerationRequest.of(sent.text("input").orElseThrow()), CallContext.create());
  }

  @Test
  void everyRecordedFileIsRead() {
    assertThat(recorded()).hasSize(2);
  }

  @Test
  void recordedHarmIsFound() {
    Moderations read = replay(Recordings.one("openai", "moderation-openai"));
    assertThat(read.anyFlagged()).isTrue();
    Moderation result = read.results().get(0);
    assertThat(result.flagged()).isTrue();
    assertThat(result.categories()).hasSize(11);
    assertThat(result.harms()).extracting(Moderation.Category::name).containsExactly("violence");
    assertThat(result.category("violence").orElseThrow().score()).isEqualTo(0.9218947291374207);
    assertThat(result.category("sexual").orElseThrow().score()).isEqualTo(0.00003649308200692758);
    assertThat(read.model()).hasToString("openai/text-moderation-007");
  }

  @Test
  void recordedHarmlessTextIsNotFlagged() {
    Moderations read = replay(Recordings.one("openai", "moderation-test"));
    assertThat(read.anyFlagged()).isFalse();
    assertThat(read.results().get(0).harms()).isEmpty();
  }

  /** The same in meaning: a list where one text stood alone, and the model always named. */
  @ParameterizedTest
  @MethodSource("recorded")
  void requestIsTheRecordedOne(RecordedExchange exchange) {
    replay(exchange);
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo(exchange.path().orElseThrow());
    Json.Obj recorded = exchange.requestJson().orElseThrow();
    assertThat(body(sent).get("input"))
        .contains(Json.array(List.of(recorded.get("input").orElseThrow())));
    assertThat(ApiDescription.of("openai").violations("POST", path(sent), body(sent))).isEmpty();
  }

  private static final String RESULT =
      """
      {"flagged":%s,"categories":{"violence":%s,"illicit":false},
       "category_scores":{"violence":0.9,"illicit":0.1},
       "category_applied_input_types":{"violence":["text","image"],"illicit":["text"]}}
      """;

  @Test
  @DisplayName("not recorded: text and picture are judged together, other inputs on their own")
  void partsOfAnInputAreJudgedTogether() {
    server.json("{\"model\":\"omni\",\"results\":[" + RESULT.formatted(true, true) + "]}");
    Part image = Part.image(Media.inline("image/png", new byte[] {1, 2}));
    Moderations read =
        server
            .openAi()
            .moderation("omni-moderation-latest")
            .moderate(
                new ModerationRequest(
                    List.of(Input.of(Part.text("Look"), image), Input.of(Part.text("More"))),
                    Json.Obj.EMPTY),
                CallContext.create());
    assertThat(read.results()).hasSize(2);
    assertThat(read.results().get(0).category("violence").orElseThrow().appliedTo())
        .containsExactlyInAnyOrder("text", "image");
    TestServer.Received sent = server.take();
    assertThat(body(sent).get("input"))
        .contains(
            Json.parse(
                """
                [{"type":"text","text":"Look"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AQI="}}]
                """));
    assertThat(ApiDescription.of("openai").violations("POST", path(sent), body(sent))).isEmpty();
    assertThat(body(server.take()).get("input"))
        .contains(Json.parse("[{\"type\":\"text\",\"text\":\"More\"}]"));
  }

  @Test
  @DisplayName("not recorded: several texts go in one call")
  void severalTextsGoInOneCall() {
    String results = RESULT.formatted(false, false) + "," + RESULT.formatted(true, true);
    server.json("{\"results\":[" + results + "]}");
    Moderations read =
        server
            .openAi()
            .moderation("omni-moderation-latest")
            .moderate(ModerationRequest.of("a", "b"), CallContext.create());
    assertThat(read.results()).extracting(Moderation::flagged).containsExactly(false, true);
    assertThat(body(server.take()).get("input")).contains(Json.parse("[\"a\",\"b\"]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"results\":[]}", "{\"results\":[{}]}", "{\"results\":[1]}", "no"})
  void missingJudgementIsAFailure(String reply) {
    server.json(reply);
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> server.openAi().moderation("m").moderate("text"));
  }
}
