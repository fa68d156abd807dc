package dev.atom.providers.wire;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.secret.KeyVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks a key by the call that the profile names, and reads what any provider tells there: ids of
 * models, an owner, scopes. What the provider repeats of the key is taken out, and of an answer
 * without an end no more than {@value #MOST_BYTES} bytes are read.
 */
public final class PathProbe implements KeyProbe {
  /** Long lists of models take some hundred kilobytes. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  private static final List<String> OWNER_HEADERS =
      List.of("openai-organization", "anthropic-organization-id");

  private final Client client;
  private final ModelRef ref;
  private final ErrorReader errors;

  /** Creates a probe; the errors are those of the provider's protocol. */
  public PathProbe(Client client, ModelRef ref, ErrorReader errors) {
    this.client = client;
    this.ref = ref;
    this.errors = errors;
  }

  @Override
  public KeyVerdict.Accepted probe(CallContext context) {
    HttpCall.Builder call =
        client.get(client.profile().keyCheckPath(), ref).maxReplyBytes(MOST_BYTES);
    return client.send(call, ref, errors, context, PathProbe::read);
  }

  private static KeyVerdict.Accepted read(Answer answer) {
    Json json = answer.anyJson();
    Json.Obj object = json instanceof Json.Obj o ? o : Json.object().put("data", json).build();
    Json.Obj about = Fields.object(object, "data");
    Set<String> scopes = new TreeSet<>(texts(object, "scopes"));
    scopes.addAll(texts(about, "scopes"));
    // Some providers name a key by a masked form of it: that is no owner.
    Optional<String> owner =
        owner(answer, object, about).filter(name -> answer.redact(name).equals(name));
    return new KeyVerdict.Accepted(
        owner,
        models(object).stream().map(answer::redact).toList(),
        scopes.stream().map(answer::redact).collect(Collectors.toSet()),
        answer.rateLimits());
  }

  private static Optional<String> owner(Answer answer, Json.Obj object, Json.Obj about) {
    return OWNER_HEADERS.stream()
        .flatMap(name -> answer.reply().headers().first(name).stream())
        .findFirst()
        .or(() -> Fields.filled(about, "label"))
        .or(
            () ->
                Fields.objects(object, "projects").stream()
                    .flatMap(project -> Fields.filled(project, "name").stream())
                    .findFirst());
  }

  private static List<String> models(Json.Obj object) {
    List<String> ids = new ArrayList<>();
    Stream.concat(
            Fields.objects(object, "data").stream(), Fields.objects(object, "models").stream())
        .flatMap(model -> id(model).stream())
        .forEach(ids::add);
    return ids;
  }

  /** Gemini and Ollama name a model where others give an id. */
  private static Optional<String> id(Json.Obj model) {
    return Fields.filled(model, "id")
        .or(() -> Fields.filled(model, "name").map(name -> name.replaceFirst("^models/", "")));
  }

  private static List<String> texts(Json.Obj json, String name) {
    return Fields.array(json, name).stream()
        .flatMap(item -> item instanceof Json.Str text ? Stream.of(text.value()) : Stream.empty())
        .toList();
  }
}
