package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.Warning;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers {@code POST /embeddings}.
 *
 * @param models by the names that callers know
 * @param calls what all calls share
 * @param passesOn which members unknown to Atom go on to the provider
 */
record EmbeddingList(Map<String, EmbeddingModel> models, Calls calls, Predicate<String> passesOn) {
  void answer(Caller caller, Json.Obj json, Answer answer) throws IOException {
    RequestObject body = new RequestObject(json, "");
    EmbeddingModel model = Calls.find(models, body.needText("model"), caller);
    boolean base64 = base64(body);
    List<Warning> warnings = new ArrayList<>();
    Embeddings embeddings = model.embed(request(body, warnings), calls.context(caller));
    warnings.addAll(embeddings.warnings());
    List<Json.Obj> data = new ArrayList<>();
    for (Embedding vector : embeddings.vectors()) {
      data.add(
          Json.object()
              .put("object", "embedding")
              .put("index", data.size())
              .put("embedding", base64 ? encoded(vector) : numbers(vector))
              .build());
    }
    JsonObjectBuilder list =
        Json.object()
            .put("object", "list")
            .put("data", data)
            .put("model", embeddings.model().name());
    UsageJson.ofEmbeddings(embeddings.usage()).ifPresent(usage -> list.put("usage", usage));
    if (!warnings.isEmpty()) {
      list.put("warnings", ChoiceWriter.warnings(warnings));
    }
    answer.json(list.build());
  }

  private static boolean base64(RequestObject body) {
    String format = body.text("encoding_format").orElse("float");
    if (!format.equals("float") && !format.equals("base64")) {
      throw body.wrong("encoding_format", "must be float or base64");
    }
    return format.equals("base64");
  }

  private EmbeddingRequest request(RequestObject body, List<Warning> warnings) {
    List<String> texts = texts(body);
    Optional<Integer> dimensions = body.whole("dimensions", 1);
    JsonObjectBuilder extra = Json.object();
    body.rest()
        .members()
        .forEach(
            (name, value) -> {
              if (passesOn.test(name)) {
                extra.put(name, value);
              } else {
                warnings.add(RequestObject.ignored(name));
              }
            });
    return new EmbeddingRequest(texts, Optional.empty(), dimensions, extra.build());
  }

  private static List<String> texts(RequestObject body) {
    Json input = body.value("input").orElseThrow(() -> body.missing("input"));
    List<Json> items = input instanceof Json.Arr array ? array.items() : List.of(input);
    if (items.isEmpty()) {
      throw body.wrong("input", "is empty; send at least one text");
    }
    List<String> texts = new ArrayList<>();
    for (Json item : items) {
      if (item instanceof Json.Num || item instanceof Json.Arr) {
        throw body.unsupported(
            "input", "has tokens, which mean another text to another model; send the texts");
      }
      if (!(item instanceof Json.Str text) || text.value().isBlank()) {
        throw body.wrong("input", "must be a text or an array of texts, none of them blank");
      }
      texts.add(text.value());
    }
    return texts;
  }

  private static Json numbers(Embedding vector) {
    List<Json> numbers = new ArrayList<>(vector.dimensions());
    for (float number : vector.toArray()) {
      numbers.add(Json.of(new BigDecimal(Float.toString(number))));
    }
    return Json.array(numbers);
  }

  private static Json encoded(Embedding vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.dimensions() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : vector.toArray()) {
      bytes.putFloat(number);
    }
    return Json.of(Base64.getEncoder().encodeToString(bytes.array()));
  }
}
