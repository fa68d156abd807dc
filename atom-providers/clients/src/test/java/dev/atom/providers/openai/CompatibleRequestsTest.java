package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profile;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.wire.Dialect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The request built for a recorded request's intent means the same, with the differences that {@link
 * RequestsTest} names and these:
 *
 * <ul>
 *   <li>{@code parallel_tool_calls: true} and {@code n: 1}, the default, count as left out;
 *   <li>an empty text beside an assistant's tool calls counts as left out;
 *   <li>a schema's {@code strict: false} and an empty name count as left out;
 *   <li>reasoning in the history of Ollama, which only its own protocol takes back;
 *   <li>where the path names the deployment, the recorded body may leave the model out.
 * </ul>
 *
 * <p>Left out is one request with a file in a form of Perplexity's own, which its profile does not
 * offer.
 */
class CompatibleRequestsTest {
  private static final String FILE_AS_ADDRESS = "chat-search-sonar-pro-a77d";

  static List<RecordedExchange> requests() {
    return Compatible.chats().stream()
        .filter(r -> !r.isError() && r.requestJson().isPresent())
        .filter(r -> !r.file().startsWith(FILE_AS_ADDRESS))
        .toList();
  }

  static List<RecordedExchange> described() {
    return requests().stream().filter(r -> description(r) != null).toList();
  }

  @Test
  void noRecordedRequestIsLeftOut() {
    assertThat(requests()).hasSize(86);
    assertThat(described()).hasSize(47);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestMeansTheSameAsTheRecordedOne(RecordedExchange recording) {
    Json.Obj recorded = recording.requestJson().orElseThrow();
    assertThat(meaning(built(recording))).isEqualTo(meaning(named(recorded)));
  }

  @ParameterizedTest
  @MethodSource("described")
  void requestPassesTheProvidersDescription(RecordedExchange recording) {
    String path = recording.path().orElseThrow().replaceAll("[?].*", "");
    assertThat(ApiDescription.of(description(recording)).violations("POST", path, built(recording)))
        .isEmpty();
  }

  private static Json.Obj built(RecordedExchange recording) {
    Profile profile = Compatible.profile(recording);
    Dialect dialect = OpenAiOperations.of(profile).dialect();
    Json.Obj recorded = named(recording.requestJson().orElseThrow());
    ChatRequest request = IntentReader.read(recorded, profile.id());
    ModelRef asked = new ModelRef(profile.id(), request.model().orElseThrow());
    return dialect.body(request, asked, recording.isStream()).json();
  }

  private static Json.Obj named(Json.Obj body) {
    return body.get("model").isPresent() ? body : body.toBuilder().put("model", "asked").build();
  }

  private static Json meaning(Json.Obj body) {
    Map<String, Json> members =
        new LinkedHashMap<>(((Json.Obj) RequestsTest.meaning(body)).members());
    members.remove("parallel_tool_calls", Json.of(true));
    members.remove("n", Json.of(1));
    members.computeIfPresent("messages", (name, list) -> each(list, "content", Json.of("")));
    members.computeIfPresent("messages", (name, list) -> withoutReasoning(list));
    if (members.get("response_format") instanceof Json.Obj format) {
      Json.Obj bare = format;
      if (format.members().get("json_schema") instanceof Json.Obj schema) {
        Json.Obj named = without(without(schema, "strict", Json.of(false)), "name", Json.of(""));
        bare = format.toBuilder().put("json_schema", named).build();
      }
      members.put("response_format", bare);
    }
    return new Json.Obj(members);
  }

  private static Json withoutReasoning(Json list) {
    boolean ollama = list.toString().contains("\"reasoning\":");
    return Json.array(
        IntentReader.list(list).stream()
            .map(
                item -> {
                  Map<String, Json> members = new LinkedHashMap<>(((Json.Obj) item).members());
                  if (ollama) {
                    members.keySet().removeAll(List.of("reasoning", "reasoning_content"));
                  }
                  return (Json) new Json.Obj(members);
                })
            .toList());
  }

  private static Json each(Json list, String member, Json value) {
    return Json.array(
        IntentReader.list(list).stream().map(i -> without((Json.Obj) i, member, value)).toList());
  }

  private static Json.Obj without(Json.Obj json, String member, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(json.members());
    members.remove(member, value);
    return new Json.Obj(members);
  }

  /** Returns the description that knows the recorded path, null if none does. */
  private static @org.jspecify.annotations.Nullable String description(RecordedExchange recording) {
    String path = recording.path().orElse("").replaceAll("[?].*", "");
    return switch (recording.provider()) {
      case "azure" ->
          path.startsWith("/openai/v1/")
              ? "azure-v1"
              : path.startsWith("/openai/deployments/") ? "azure-deployments" : null;
      case "groq" -> "groq";
      case "perplexity" -> "perplexity";
      default -> null;
    };
  }
}
