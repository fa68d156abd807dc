package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
  private final Lengths model = new Lengths();
  private TestEndpoint endpoint;

  /** Makes of each text a vector of its length and a third. */
  static final class Lengths implements EmbeddingModel {
    private final List<EmbeddingRequest> requests = new ArrayList<>();
    private Usage usage = Usage.of(7, 0);

    @Override
    public ModelRef ref() {
      return new ModelRef("test", "lengths");
    }

    @Override
    public Embeddings embed(EmbeddingRequest request, CallContext context) {
      requests.add(request);
      List<Embedding> vectors =
          request.texts().stream().map(text -> Embedding.of(text.length(), 1f / 3)).toList();
      return new Embeddings(ref(), vectors, usage, List.of());
    }
  }

  @BeforeEach
  void start() {
    endpoint =
        TestEndpoint.start(
            builder ->
                builder.embeddings("meaning", model).passOn(name -> name.equals("input_type")));
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private HttpResponse<String> embed(String members) {
    return endpoint.post("/embeddings", "{\"model\": \"meaning\", " + members + "}");
  }

  @Test
  void embedsOneTextAndSeveral() {
    Json.Obj one = TestEndpoint.json(embed("\"input\": \"four\""));
    Json.Obj two = TestEndpoint.json(embed("\"input\": [\"a\", \"bc\"]"));

    assertThat(one)
        .isEqualTo(
            Json.parse(
                """
                {"object": "list", "data": [{"object": "embedding", "index": 0,
                 "embedding": [4.0, 0.33333334]}], "model": "lengths",
                 "usage": {"prompt_tokens": 7, "total_tokens": 7}}"""));
    assertThat(two.at("/data/1/index")).contains(Json.of(1));
    assertThat(two.at("/data/1/embedding/0")).contains(Json.of(2));
  }

  @Test
  void encodesVectorsInBase64() {
    Json.Obj reply = TestEndpoint.json(embed("\"input\": \"a\", \"encoding_format\": \"base64\""));

    // 1.0 and 0.33333334 as 32 bits each, the lowest byte first.
    assertThat(reply.at("/data/0/embedding")).contains(Json.of("AACAP6uqqj4="));
  }

  @Test
  void handsOnDimensionsAndWhatTheHostLetsThrough() {
    Json.Obj reply =
        TestEndpoint.json(
            embed(
                "\"input\": \"a\", \"dimensions\": 2, \"input_type\": \"query\", "
                    + "\"user\": \"u1\""));

    assertThat(reply.at("/warnings/0/message"))
        .contains(Json.of("'user' is not handed on to the model"));
    assertThat(reply.at("/warnings/1")).isEmpty();
    EmbeddingRequest request = model.requests.get(0);
    assertThat(request.dimensions()).contains(2);
    assertThat(request.extra()).isEqualTo(Json.parse("{\"input_type\": \"query\"}"));
  }

  @Test
  void tellsNoUsageThatItDoesNotKnow() {
    model.usage = Usage.UNKNOWN;

    assertThat(TestEndpoint.json(embed("\"input\": \"a\"")).get("usage")).isEmpty();
  }

  @Test
  void refusesTokensAndBlankTexts() {
    for (String input : List.of("[1, 2]", "[[1, 2], [3]]")) {
      HttpResponse<String> response = embed("\"input\": " + input);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(TestEndpoint.error(response).text("code")).contains("unsupported_parameter");
      assertThat(TestEndpoint.error(response).text("message").orElse("")).contains("tokens");
    }
    for (String input : List.of("\"\"", "[]", "[\"a\", \" \"]", "{}", "null")) {
      HttpResponse<String> response = embed("\"input\": " + input);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(TestEndpoint.error(response).text("param")).contains("input");
    }
    assertThat(embed("\"input\": \"a\", \"encoding_format\": \"hex\"").statusCode()).isEqualTo(400);
    assertThat(model.requests).isEmpty();
  }

  @Test
  void knowsNoOtherModel() {
    HttpResponse<String> response =
        endpoint.post("/embeddings", "{\"model\": \"other\", \"input\": \"a\"}");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(TestEndpoint.error(response).text("code")).contains("model_not_found");
  }
}
