package dev.atom.providers.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.wire.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The request built for a recorded request's intent means the same. Allowed differences, and no
 * others:
 *
 * <ul>
 *   <li>members that say what is the default anyway: {@code stream: true}, null, an empty {@code
 *       format}, {@code tools} and {@code options};
 *   <li>ids of calls, and name and id of the call that a result belongs to, which Atom adds.
 * </ul>
 */
class OllamaRequestsTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("ollama");

  static List<RecordedExchange> requests() {
    return OllamaTestGround.recordings("chat", "chat_stream", "error").stream()
        .filter(RecordedExchange::hasRequest)
        .toList();
  }

  @Test
  void everyRecordedRequestIsCompared() {
    assertThat(requests()).hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestMeansTheSameAsTheRecordedOne(RecordedExchange exchange) {
    Json.Obj recorded = exchange.requestJson().orElseThrow();
    Dialect.Body built = build(exchange, recorded);
    assertThat(built.warnings()).isEmpty();
    assertThat(meaning(built.json())).isEqualTo(meaning(recorded));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestIsAsDescribed(RecordedExchange exchange) {
    Json.Obj built = build(exchange, exchange.requestJson().orElseThrow()).json();
    List<String> violations = DESCRIPTION.violations("POST", "/api/chat", built);
    // The description knows a word for keep_alive, and no null.
    assertThat(violations).allMatch(violation -> violation.startsWith("/keep_alive"));
  }

  private static Dialect.Body build(RecordedExchange exchange, Json.Obj recorded) {
    ChatRequest request = OllamaIntent.read(recorded);
    ModelRef asked = new ModelRef("ollama", request.model().orElseThrow());
    boolean streamed = !recorded.get("stream").orElse(Json.of(true)).equals(Json.of(false));
    assertThat(OllamaTestGround.DIALECT.path(asked, streamed))
        .isEqualTo(exchange.path().orElseThrow().substring(1));
    return OllamaTestGround.DIALECT.body(request, asked, streamed);
  }

  private static Json meaning(Json.Obj body) {
    Map<String, Json> members = new LinkedHashMap<>(body.members());
    members.remove("stream", Json.of(true));
    members.remove("format", Json.of(""));
    members.remove("tools", Json.array(List.of()));
    members.remove("options", Json.Obj.EMPTY);
    members.values().removeIf(Json.Null.class::isInstance);
    members.computeIfPresent("messages", (name, list) -> messages((Json.Arr) list));
    return new Json.Obj(members);
  }

  private static Json messages(Json.Arr list) {
    List<Json> messages = new ArrayList<>();
    for (Json item : list.items()) {
      Map<String, Json> message = new LinkedHashMap<>(((Json.Obj) item).members());
      message.remove("tool_name");
      message.remove("tool_call_id");
      message.computeIfPresent("tool_calls", (name, calls) -> withoutIds((Json.Arr) calls));
      messages.add(new Json.Obj(message));
    }
    return Json.array(messages);
  }

  private static Json withoutIds(Json.Arr calls) {
    List<Json> bare = new ArrayList<>();
    for (Json item : calls.items()) {
      Map<String, Json> call = new LinkedHashMap<>(((Json.Obj) item).members());
      call.remove("id");
      bare.add(new Json.Obj(call));
    }
    return Json.array(bare);
  }
}
