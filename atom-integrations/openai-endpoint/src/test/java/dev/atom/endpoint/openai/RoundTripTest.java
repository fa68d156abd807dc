package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.secret.KeySource;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What real clients sent to providers goes through the endpoint and Atom's own client, and arrives
 * with the same meaning.
 */
class RoundTripTest {
  private static final List<String> PROVIDERS =
      List.of("openai", "azure", "groq", "deepseek", "perplexity");

  private static CapturingProvider provider;
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() throws IOException {
    provider = new CapturingProvider();
    endpoint =
        TestEndpoint.start(builder -> builder.chat("route", provider.chat(KeySource.none())));
  }

  @AfterAll
  static void stop() {
    endpoint.close();
    provider.close();
  }

  /** What is left out is told: here a second name of a tool, where OpenAI has none. */
  private static final Map<String, String> LEFT_OUT =
      Map.of("chat_stream-tool-call-gpt-4.1-nano-b01a", "tools[0].name");

  private static List<Json.Obj> recorded() throws IOException {
    List<Json.Obj> all = new ArrayList<>();
    for (String name : PROVIDERS) {
      try (InputStream in =
          RoundTripTest.class.getResourceAsStream("/requests/" + name + ".json")) {
        for (Json item : ((Json.Arr) Json.parse(in.readAllBytes())).items()) {
          all.add((Json.Obj) item);
        }
      }
    }
    return all;
  }

  @Test
  void hasAllRecordedRequests() throws IOException {
    assertThat(recorded()).hasSize(89);
  }

  @TestFactory
  Stream<DynamicTest> sendsOnWhatWasMeant() throws IOException {
    return recorded().stream()
        .map(item -> DynamicTest.dynamicTest(item.text("name").orElseThrow(), () -> check(item)));
  }

  private static void check(Json.Obj item) {
    provider.forget();
    Json.Obj original = (Json.Obj) item.get("body").orElseThrow();
    Json.Obj sent = original.toBuilder().put("model", "route").put("stream", false).build();

    HttpResponse<String> response = endpoint.post("/chat/completions", sent.toString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String warnings =
        TestEndpoint.json(response).get("warnings").map(Json::toString).orElse("none");
    assertThat(warnings).contains(LEFT_OUT.getOrDefault(item.text("name").orElseThrow(), "none"));
    assertThat(Meaning.of(provider.body())).isEqualTo(Meaning.of(original));
  }
}
