package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.ModelRef;
import dev.atom.model.TokenCounter;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeds texts: one alone with {@code embedContent}, several with {@code batchEmbedContents}, of which
 * each takes a hundred. Models that tell no usage get an estimate.
 */
final class GeminiEmbeddings implements EmbeddingModel {
  private static final int MOST_TEXTS = 100;

  private final Client client;
  private final ModelRef ref;

  GeminiEmbeddings(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Embeddings embed(EmbeddingRequest request, CallContext context) {
    List<Embedding> vectors = new ArrayList<>();
    Usage usage = Usage.ZERO;
    List<String> texts = request.texts();
    for (int from = 0; from < texts.size(); from += MOST_TEXTS) {
      List<String> some = texts.subList(from, Math.min(from + MOST_TEXTS, texts.size()));
      Embeddings answered =
          some.size() == 1 ? one(request, some, context) : many(request, some, context);
      vectors.addAll(answered.vectors());
      usage = usage.plus(answered.usage());
    }
    return new Embeddings(ref, vectors, usage, List.of());
  }

  private Embeddings one(EmbeddingRequest request, List<String> text, CallContext context) {
    Json.Obj body = content(request, text.get(0));
    return call("embedContent", body, text, context);
  }

  private Embeddings many(EmbeddingRequest request, List<String> texts, CallContext context) {
    List<Json.Obj> requests = texts.stream().map(text -> content(request, text)).toList();
    Json.Obj body = Json.object().put("requests", requests).build();
    return call("batchEmbedContents", body, texts, context);
  }

  private Json.Obj content(EmbeddingRequest request, String text) {
    Json.Obj content =
        Json.object().put("parts", List.of(Json.object().put("text", text).build())).build();
    JsonObjectBuilder json =
        Json.object().put("model", GeminiNames.resource(ref)).put("content", content);
    request.purpose().ifPresent(purpose -> json.put("taskType", taskType(purpose)));
    request.dimensions().ifPresent(count -> json.put("outputDimensionality", count));
    return json.putAll(request.extra()).build();
  }

  private static String taskType(EmbeddingRequest.Purpose purpose) {
    return switch (purpose) {
      case QUERY -> "RETRIEVAL_QUERY";
      case DOCUMENT -> "RETRIEVAL_DOCUMENT";
      case SIMILARITY -> "SEMANTIC_SIMILARITY";
      case CLASSIFICATION -> "CLASSIFICATION";
      case CLUSTERING -> "CLUSTERING";
    };
  }

  private Embeddings call(String method, Json.Obj body, List<String> texts, CallContext context) {
    return client.send(
        client.post(GeminiNames.path(ref, method), body, ref),
        ref,
        GeminiErrors::read,
        context,
        answer -> read(answer.json(), texts));
  }

  private Embeddings read(Json.Obj json, List<String> texts) {
    List<Json.Obj> found =
        json.get("embedding").isPresent()
            ? List.of(Fields.object(json, "embedding"))
            : Fields.objects(json, "embeddings");
    if (found.size() != texts.size()) {
      throw new IllegalArgumentException(found.size() + " vectors for " + texts.size() + " texts");
    }
    List<Embedding> vectors = found.stream().map(GeminiEmbeddings::vector).toList();
    return new Embeddings(ref, vectors, usage(json, texts), List.of());
  }

  private static Embedding vector(Json.Obj embedding) {
    List<Json> values = Fields.array(embedding, "values");
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ((Json.Num) values.get(i)).value().floatValue();
    }
    return Embedding.of(numbers);
  }

  private static Usage usage(Json.Obj json, List<String> texts) {
    Json.Obj usage = Fields.object(json, "usageMetadata");
    if (usage.get("promptTokenCount").isPresent()) {
      return Usage.of(Fields.count(usage, "promptTokenCount"), 0);
    }
    TokenCounter counter = TokenCounter.estimate();
    long tokens = texts.stream().mapToLong(counter::count).sum();
    return Usage.newBuilder().inputTokens(tokens).estimated(true).build();
  }
}
