package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.body;
import static dev.atom.providers.openai.OperationServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.MalformedReply;
import dev.atom.providers.Profiles;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddingsTest {
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> recorded() {
    return Stream.of("openai", "azure", "perplexity", "ollama")
        .flatMap(provider -> Recordings.of(provider, "embeddings").stream())
        // Ollama's own protocol is not OpenAI's.
        .filter(e -> !e.path().orElse("").startsWith("/api/"))
        .toList();
  }

  private Embeddings replay(RecordedExchange exchange) {
    server.replay(exchange);
    return server
        .provider(exchange)
        .embeddings(model(exchange))
        .embed(request(exchange), CallContext.create());
  }

  /** In the address of a deployment stands the deployment, in the body what the recorder wrote. */
  private static String model(RecordedExchange exchange) {
    return exchange.path().orElseThrow().contains("test-deployment")
        ? "test-deployment"
        : exchange.requestJson().orElseThrow().text("model").orElseThrow();
  }

  private static EmbeddingRequest request(RecordedExchange exchange) {
    Json.Obj body = exchange.requestJson().orElseThrow();
    List<String> texts = new ArrayList<>();
    switch (body.get("input").orElseThrow()) {
      case Json.Str text -> texts.add(text.value());
      case Json.Arr list ->
          // Token numbers are no texts; Atom has no words for them.
          list.items()
              .forEach(item -> texts.add(item instanceof Json.Str t ? t.value() : "tokens"));
      default -> throw new AssertionError(body);
    }
    EmbeddingRequest request = EmbeddingRequest.of(texts.toArray(String[]::new));
    return body.get("dimensions").isPresent()
        ? request.dimensions(((Json.Num) body.get("dimensions").get()).value().intValue())
        : request;
  }

  @Test
  void everyRecordedFileIsRead() {
    assertThat(recorded()).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, embeddings-base64, 1, 1536, 0.005709097720682621, -0.010674716904759407, 1",
    "openai, embeddings-batch, 2, 1536, 0.001459865947254002, -0.023583805188536644, 9",
    "openai, embeddings-dimensions, 1, 768, -0.060699462890625, -0.02911376953125, 7",
    "openai, embeddings-single, 1, 1536, 0.0175018310546875, -0.022125244140625, 2",
    "azure, embeddings-base64, 1, 3072, 0.015223807655274868, 0.003615114139392972, 8",
    "azure, embeddings-batch, 3, 1024, -0.023788452, 0.013221741, 4",
    "azure, embeddings-single, 1, 1024, -0.009544373, 0.034332275, 3",
    "ollama, embeddings-batch, 2, 384, 0.031957865, 0.005166277, 10",
    "perplexity, embeddings-single, 1, 1024, -10, -33, 7"
  })
  void recordedVectorsAreRead(ArgumentsAccessor row) {
    String provider = row.getString(0);
    int dimensions = row.getInteger(3);
    Embeddings read = replay(Recordings.one(provider, row.getString(1)));
    assertThat(read.vectors()).hasSize(row.getInteger(2));
    assertThat(read.vectors()).allMatch(vector -> vector.dimensions() == dimensions);
    assertThat(read.vectors().getFirst().toArray()[0]).isCloseTo(row.getFloat(4), within(1e-9f));
    assertThat(read.vectors().getLast().toArray()[dimensions - 1])
        .isCloseTo(row.getFloat(5), within(1e-9f));
    assertThat(read.usage().inputTokens()).isEqualTo(row.getLong(6));
    assertThat(read.model().provider()).isEqualTo(provider);
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void whatPerplexitySaysOfTheCostIsKept() {
    Embeddings read = replay(Recordings.one("perplexity", "embeddings"));
    assertThat(read.usage().reportedUsd().orElseThrow())
        .isEqualByComparingTo(new BigDecimal("0.000000028"));
  }

  /**
   * The same in meaning but for the encoding, which never changes the numbers, a list where one text
   * stood alone, and token numbers, for which Atom has no words.
   */
  @ParameterizedTest
  @MethodSource("recorded")
  void requestIsTheRecordedOne(RecordedExchange exchange) {
    replay(exchange);
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo(exchange.path().orElseThrow());
    Json.Obj body = body(sent);
    Json.Obj recorded = exchange.requestJson().orElseThrow();
    assertThat(body.get("dimensions")).isEqualTo(recorded.get("dimensions"));
    Json input = recorded.get("input").orElseThrow();
    if (!exchange.caseName().contains("base64-text-embedding-ada")) {
      assertThat(body.get("input").orElseThrow())
          .isEqualTo(input instanceof Json.Arr ? input : Json.array(List.of(input)));
    }
    assertThat(body.members().keySet())
        .isSubsetOf("model", "input", "dimensions", "encoding_format");
    if (exchange.provider().equals("openai")) {
      assertThat(ApiDescription.of("openai").violations("POST", path(sent), body)).isEmpty();
    }
    if (exchange.provider().equals("azure")) {
      String description = path(sent).contains("deployments") ? "azure-deployments" : "azure-v1";
      assertThat(ApiDescription.of(description).violations("POST", path(sent), body)).isEmpty();
    }
  }

  private static String reply(int texts, boolean backwards) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      items.add("{\"index\":%d,\"embedding\":[%d,1]}".formatted(i, i));
    }
    if (backwards) {
      Collections.reverse(items);
    }
    return "{\"data\":["
        + String.join(",", items)
        + "],\"model\":\"m\",\"usage\":{\"prompt_tokens\":"
        + texts
        + "}}";
  }

  @Test
  @DisplayName("not recorded: vectors in another order are put in the order of the texts")
  void vectorsAreOrderedByTheirIndex() {
    server.json(reply(3, true));
    Embeddings read =
        server
            .openAi()
            .embeddings("m")
            .embed(EmbeddingRequest.of("a", "b", "c"), CallContext.create());
    assertThat(read.vectors().stream().map(v -> v.toArray()[0])).containsExactly(0f, 1f, 2f);
  }

  @Test
  void moreTextsThanAProviderTakesAreSentInSeveralCalls() {
    server
        .socket()
        .answer(
            exchange -> {
              exchange.head(200, java.util.Map.of("Content-Type", "application/json"));
              exchange.write(reply(2, false));
            });
    Embeddings read =
        server
            .provider(Profiles.openAi().toBuilder().textsPerEmbedding(2).build())
            .embeddings("m")
            .embed(EmbeddingRequest.of("a", "b", "c", "d"), CallContext.create());
    assertThat(read.vectors()).hasSize(4);
    assertThat(read.usage().inputTokens()).isEqualTo(4);
    assertThat(body(server.take()).get("input")).contains(Json.parse("[\"a\",\"b\"]"));
    assertThat(body(server.take()).get("input")).contains(Json.parse("[\"c\",\"d\"]"));
  }

  @Test
  void textsOfMoreTokensThanOneCallTakesAreSentInSeveral() {
    server.json(reply(1, false));
    String half = "word ".repeat(100_000);
    server.openAi().embeddings("m").embed(EmbeddingRequest.of(half, half), CallContext.create());
    server.take();
    server.take();
    assertThat(server.socket().waiting()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":[{\"index\":0,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":7,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":\"AAA=\"}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":\"!!\"}]}",
        "{}"
      })
  void missingVectorIsAFailure(String reply) {
    server.json(reply);
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(
            () ->
                server
                    .openAi()
                    .embeddings("m")
                    .embed(EmbeddingRequest.of("a", "b"), CallContext.create()));
  }

  @Test
  @DisplayName("not recorded: Cohere's models on Azure are told what the vectors are for")
  void purposeReachesCohereOnAzureOnly() {
    server.json(reply(1, false));
    EmbeddingRequest query = EmbeddingRequest.of("a").purpose(EmbeddingRequest.Purpose.QUERY);
    server
        .provider(Profiles.azure("res"))
        .embeddings("Cohere-embed-v3-english")
        .embed(query, CallContext.create());
    assertThat(body(server.take()).text("input_type")).contains("query");
    server.provider(Profiles.azure("res")).embeddings("text-3").embed(query, CallContext.create());
    assertThat(body(server.take()).get("input_type")).isEqualTo(Optional.empty());
    server.openAi().embeddings("text-3").embed(query, CallContext.create());
    assertThat(body(server.take()).members().keySet())
        .containsExactly("model", "input", "encoding_format");
  }

  @Test
  void oneTextIsOneCall() {
    server.json(reply(1, false));
    Embedding vector = server.openAi().embeddings("m").embed("a");
    assertThat(vector).isEqualTo(Embedding.of(0, 1));
  }
}
