package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Answers {@code GET /models} and {@code GET /models/{id}}.
 *
 * @param names all models, in the order in which the host named them
 * @param created since when they are there, in seconds since 1970
 * @param owner who is told to own them
 */
record ModelNames(Set<String> names, long created, String owner) {
  void list(Caller caller, Answer answer) throws IOException {
    List<Json.Obj> models = names.stream().filter(caller::mayAsk).map(this::json).toList();
    answer.json(Json.object().put("object", "list").put("data", models).build());
  }

  /** Tells of one model, whose name may have slashes, encoded or not. */
  void one(String encoded, Caller caller, Answer answer) throws IOException {
    String name;
    try {
      name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RequestRefused.noModel(encoded);
    }
    if (!names.contains(name) || !caller.mayAsk(name)) {
      throw RequestRefused.noModel(name);
    }
    answer.json(json(name));
  }

  private Json.Obj json(String name) {
    return Json.object()
        .put("id", name)
        .put("object", "model")
        .put("created", created)
        .put("owned_by", owner)
        .build();
  }
}
