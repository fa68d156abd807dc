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
 *   <li>where the path names the deployment, the recorded body may leave the model out.
 * </ul>
 */
class CompatibleRequestsTest {
  static List<RecordedExchange> requests() {
    return Compatible.chats().stream()
        .filter(r -> !r.isError() && r.requestJson().isPresent())
        .toList();
  }

  static List<RecordedExchange> described() {
    return requests().stream().filter(r -> description(r) != null).toList();
  }

  @Test
  void noRecordedRequestIsLeftOut() {
    assertThat(requests()).hasSize(1);
    assertThat(described()).hasSize(1);
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
