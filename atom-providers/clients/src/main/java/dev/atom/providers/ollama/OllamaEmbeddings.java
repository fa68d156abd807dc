package dev.atom.providers.ollama;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;

/** Ollama's embeddings. */
final class OllamaEmbeddings implements EmbeddingModel {
  private final Client client;
  private final ModelRef ref;

  OllamaEmbeddings(Client client, ModelRef ref) {
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
    ModelRef model = ref;
    List<String> texts = request.texts();
    int size = client.profile().textsPerEmbedding();
    for (int from = 0; from < texts.size(); from += size) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + size));
      Embeddings portion =
          client.send(
              client.post("api/embed", body(request, some), ref),
              ref,
              OllamaErrors::read,
              context,
              answer -> read(answer, some.size()));
      vectors.addAll(portion.vectors());
      usage = usage.plus(portion.usage());
      model = portion.model();
    }
    return new Embeddings(model, vectors, usage, warnings(request));
  }

  private Json.Obj body(EmbeddingRequest request, List<String> texts) {
    JsonObjectBuilder body =
        Json.object()
            .put("model", ref.name())
            .put("input", texts.stream().map(Json::of).toList())
            // Left out, a long text is cut and its vector that of the beginning only.
            .put("truncate", false);
    request.dimensions().ifPresent(dimensions -> body.put("dimensions", dimensions));
    return body.putAll(request.extra()).build();
  }

  private static List<Warning> warnings(EmbeddingRequest request) {
    return request
        .purpose()
        .map(
            purpose ->
                new Warning(
                    "ignored_parameter",
                    "purpose was not sent: Ollama has none; a model that wants a prefix needs it in the text"))
        .stream()
        .toList();
  }

  private Embeddings read(Answer answer, int expected) {
    Json.Obj json = answer.json();
    List<Embedding> vectors =
        Fields.array(json, "embeddings").stream().map(OllamaEmbeddings::vector).toList();
    if (vectors.size() != expected) {
      throw new IllegalStateException(vectors.size() + " vectors for " + expected + " texts");
    }
    boolean counted = json.get("prompt_eval_count").orElse(Json.NULL) instanceof Json.Num;
    Usage usage =
        Usage.newBuilder()
            .inputTokens(Fields.count(json, "prompt_eval_count"))
            .known(counted)
            .build();
    return new Embeddings(OllamaReply.model(json, ref), vectors, usage, List.of());
  }

  private static Embedding vector(Json json) {
    List<Json> numbers = ((Json.Arr) json).items();
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = ((Json.Num) numbers.get(i)).value().floatValue();
    }
    return Embedding.of(vector);
  }

  @Override
  public String toString() {
    return "OllamaEmbeddings[" + ref + "]";
  }
}
