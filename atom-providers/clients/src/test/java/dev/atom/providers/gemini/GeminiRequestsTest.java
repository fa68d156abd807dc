package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.wire.Dialect;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The request built for a recorded request's intent means the same, and passes Google's description.
 * Allowed differences, and no others:
 *
 * <ul>
 *   <li>names in Google's other spelling, such as {@code inline_data};
 *   <li>{@code parametersJsonSchema} for {@code parameters} and {@code responseJsonSchema} for {@code
 *       responseSchema}, types in lower case, an empty description of a function;
 *   <li>one part as itself or in a list, the role of the system's instructions, the model's name in
 *       the body beside that in the address;
 *   <li>what is the default anyway: null, {@code thought: false}, an empty {@code generationConfig},
 *       calling of functions as {@code AUTO};
 *   <li>a tool's text as {@code output} or as {@code result}; the case of a level of thinking;
 *   <li>{@code alt=sse}, which some clients left out, and parameters of the address that hold the key
 *       or the form of enums;
 *   <li>the end of data that the recording cut.
 * </ul>
 */
class GeminiRequestsTest {
  private static final Pattern PATH = Pattern.compile("/v1beta/models/([^:]+):([A-Za-z]+).*");
  private static final ApiDescription DESCRIPTION = ApiDescription.of("gemini");

  static List<RecordedExchange> requests() {
    return Recordings.of("gemini", "chat", "chat_stream").stream()
        .filter(exchange -> exchange.requestJson().isPresent())
        .toList();
  }

  @Test
  void everyRecordedRequestIsCompared() {
    assertThat(Recordings.of("gemini", "chat", "chat_stream")).hasSize(26);
    assertThat(Recordings.of("gemini", "chat", "chat_stream"))
        .filteredOn(exchange -> exchange.requestJson().isEmpty())
        .extracting(RecordedExchange::file)
        .containsExactly("chat_stream-recitation-gemini-178e.json");
    assertThat(requests()).hasSize(25);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestMeansTheSameAsTheRecordedOne(RecordedExchange exchange) {
    Json.Obj recorded = GeminiSpelling.of(exchange.requestJson().orElseThrow());
    Matcher path = PATH.matcher(exchange.path().orElseThrow());
    assertThat(path.matches()).isTrue();
    ModelRef asked = new ModelRef("gemini", path.group(1));
    ChatRequest request = GeminiIntent.read(recorded);
    Dialect.Body built = GeminiTestGround.DIALECT.body(request, asked, exchange.isStream());
    assertThat(built.warnings()).isEmpty();
    assertThat(GeminiSpelling.of(built.json())).isEqualTo(recorded);
    String address = "/v1beta/" + GeminiTestGround.DIALECT.path(asked, exchange.isStream());
    assertThat(address).startsWith("/v1beta/models/" + path.group(1) + ":" + path.group(2));
    boolean numbers = exchange.path().orElseThrow().contains("enum-encoding%3Dint");
    if (!numbers) {
      // The recorded one sends enums as numbers, which only goes with its parameter of the address.
      assertThat(DESCRIPTION.violations("POST", address, built.json())).isEmpty();
    }
  }
}
