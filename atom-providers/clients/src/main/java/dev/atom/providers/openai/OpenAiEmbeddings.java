package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.EmbeddingRequest.Purpose;
import dev.atom.model.Embeddings;
import dev.atom.model.ModelRef;
import dev.atom.model.TokenCounter;
import dev.atom.model.Usage;
import dev.atom.providers.Profile;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** OpenAI's embeddings. */
final class OpenAiEmbeddings implements EmbeddingModel {
  /**
   * OpenAI takes 300,000 tokens in one call, and an estimate may be two fifths too low. A call of a
   * single text is sent whatever its length.
   */
  private static final long TOKENS_AT_ONCE = 150_000;

  private final Client client;
  private final ModelRef ref;
  private final Profile profile;

  OpenAiEmbeddings(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
    this.profile = client.profile();
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Embeddings embed(EmbeddingRequest request, CallContext context) {
    List<Embedding> vectors = new ArrayList<>();
    Usage usage = Usage.ZERO;
    ModelRef model = ref;
    for (List<String> texts : portions(request.texts())) {
      Embeddings some =
          client.send(
              client.post("embeddings", body(request, texts), ref),
              ref,
              OpenAiErrors::read,
              context,
              answer -> read(answer, texts.size()));
      vectors.addAll(some.vectors());
      usage = usage.plus(some.usage());
      model = some.model();
    }
    return new Embeddings(model, vectors, usage, List.of());
  }

  private List<List<String>> portions(List<String> texts) {
    List<List<String>> portions = new ArrayList<>();
    TokenCounter counter = TokenCounter.estimate();
    int from = 0;
    long tokens = 0;
    for (int i = 0; i < texts.size(); i++) {
      int count = counter.count(texts.get(i));
      boolean full = i - from == profile.textsPerEmbedding() || tokens + count > TOKENS_AT_ONCE;
      if (full && i > from) {
        portions.add(texts.subList(from, i));
        from = i;
        tokens = 0;
      }
      tokens += count;
    }
    portions.add(texts.subList(from, texts.size()));
    return portions;
  }

  private Json.Obj body(EmbeddingRequest request, List<String> texts) {
    JsonObjectBuilder body =
        Json.object().put("model", ref.name()).put("input", texts.stream().map(Json::of).toList());
    request.dimensions().ifPresent(dimensions -> body.put("dimensions", dimensions));
    if (profile.has(Trait.BASE64_EMBEDDINGS)) {
      body.put("encoding_format", "base64");
    } else if (profile.has(Trait.INT8_EMBEDDINGS)) {
      body.put("encoding_format", "base64_int8");
    }
    if (profile.has(Trait.COHERE_INPUT_TYPE)
        && ref.name().toLowerCase(Locale.ROOT).contains("cohere")) {
      request.purpose().ifPresent(purpose -> body.put("input_type", inputType(purpose)));
    }
    return body.putAll(request.extra()).build();
  }

  private static String inputType(Purpose purpose) {
    return switch (purpose) {
      case QUERY -> "query";
      case DOCUMENT -> "document";
      case SIMILARITY, CLASSIFICATION, CLUSTERING -> "text";
    };
  }

  private Embeddings read(Answer answer, int expected) {
    Json.Obj json = answer.json();
    Embedding[] vectors = new Embedding[expected];
    List<Json.Obj> data = Fields.objects(json, "data");
    for (int i = 0; i < data.size(); i++) {
      vectors[Fields.integer(data.get(i), "index", i)] = vector(data.get(i));
    }
    // A missing vector is null, which List.of refuses.
    return new Embeddings(
        OperationReplies.model(json, ref), List.of(vectors), usage(json), List.of());
  }

  private Embedding vector(Json.Obj item) {
    return switch (item.get("embedding").orElse(Json.NULL)) {
      case Json.Arr numbers -> numbers(numbers);
      case Json.Str encoded -> decoded(Base64.getDecoder().decode(encoded.value()));
      default -> throw new IllegalStateException("an item has no vector");
    };
  }

  private static Embedding numbers(Json.Arr numbers) {
    float[] vector = new float[numbers.items().size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = ((Json.Num) numbers.items().get(i)).value().floatValue();
    }
    return Embedding.of(vector);
  }

  private Embedding decoded(byte[] bytes) {
    boolean ofBytes = profile.has(Trait.INT8_EMBEDDINGS);
    float[] vector = new float[ofBytes ? bytes.length : bytes.length / Float.BYTES];
    if (!ofBytes && bytes.length % Float.BYTES != 0) {
      throw new IllegalStateException("the vector ends inside a number");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = ofBytes ? bytes[i] : buffer.getFloat();
    }
    return Embedding.of(vector);
  }

  private static Usage usage(Json.Obj json) {
    Json.Obj usage = Fields.object(json, "usage");
    return Usage.newBuilder()
        .inputTokens(Fields.count(usage, "prompt_tokens"))
        .reportedUsd(OperationReplies.cost(usage))
        .known(!usage.members().isEmpty())
        .build();
  }

  @Override
  public String toString() {
    return "OpenAiEmbeddings[" + ref + "]";
  }
}
