package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.wire.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The request built for a recorded request's intent means the same. Allowed differences, and no
 * others:
 *
 * <ul>
 *   <li>members that say what is the default anyway: {@code tool_choice: auto}, {@code stream:
 *       false}, {@code is_error: false}, a direct {@code caller}, a mark's {@code ttl} of five
 *       minutes;
 *   <li>text as a string or as a list of one text block;
 *   <li>a schema for the reply in its older place, {@code output_format};
 *   <li>the end of data that the recording cut.
 * </ul>
 */
class AnthropicRequestsTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("anthropic");

  static List<RecordedExchange> requests() {
    return Recordings.of("anthropic", "chat", "chat_stream").stream()
        .filter(r -> r.requestJson().isPresent())
        .toList();
  }

  @Test
  void everyRecordedRequestIsCompared() {
    assertThat(requests()).hasSize(22);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestMeansTheSameAsTheRecordedOne(RecordedExchange exchange) {
    Json.Obj recorded = exchange.requestJson().orElseThrow();
    Dialect.Body built = built(exchange);
    assertThat(built.warnings()).isEmpty();
    assertThat(meaning(built.json())).isEqualTo(meaning(recorded));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestFollowsTheApiDescription(RecordedExchange exchange) {
    assertThat(DESCRIPTION.violations("POST", "/v1/messages", built(exchange).json())).isEmpty();
  }

  private static Dialect.Body built(RecordedExchange exchange) {
    ChatRequest request = IntentReader.read(exchange.requestJson().orElseThrow());
    ModelRef asked = new ModelRef("anthropic", request.model().orElseThrow());
    return new MessagesDialect().body(request, asked, exchange.isStream());
  }

  private static Json meaning(Json.Obj body) {
    Map<String, Json> members = new LinkedHashMap<>(body.members());
    members.remove("stream", Json.of(false));
    members.remove("tool_choice", Json.object().put("type", "auto").build());
    Optional.ofNullable(members.remove("output_format"))
        .ifPresent(f -> members.put("output_config", Json.object().put("format", f).build()));
    members.replaceAll((name, value) -> plain(name, value));
    return new Json.Obj(members);
  }

  private static Json plain(String name, Json json) {
    return switch (json) {
      case Json.Obj object -> {
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((n, v) -> members.put(n, plain(n, v)));
        members.remove("is_error", Json.of(false));
        members.remove("caller", Json.object().put("type", "direct").build());
        if (name.equals("cache_control")) {
          members.remove("ttl", Json.of("5m"));
        }
        yield new Json.Obj(members);
      }
      case Json.Arr list -> {
        List<Json> items = new ArrayList<>();
        list.items().forEach(item -> items.add(plain("", item)));
        boolean text = name.equals("content") || name.equals("system");
        yield text && items.size() == 1 && isText((Json.Obj) items.get(0))
            ? items.get(0).at("/text").orElseThrow()
            : Json.array(items);
      }
      case Json.Str text when name.equals("data") -> Json.of(cut(text.value()));
      default -> json;
    };
  }

  private static boolean isText(Json.Obj block) {
    return block.get("text").isPresent() && block.members().size() == 2;
  }

  private static String cut(String data) {
    int cut = data.indexOf("...[cut");
    return cut < 0 ? data : data.substring(0, cut - cut % 4);
  }
}
