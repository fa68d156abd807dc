package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Moderation;
import dev.atom.model.ModerationModel;
import dev.atom.model.ModerationRequest;
import dev.atom.model.ModerationRequest.Input;
import dev.atom.model.Moderations;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.MediaText;
import dev.atom.providers.wire.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** OpenAI's moderations, which cost nothing. */
final class OpenAiModeration implements ModerationModel {
  private final Client client;
  private final ModelRef ref;

  OpenAiModeration(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Moderations moderate(ModerationRequest request, CallContext context) {
    List<Input> inputs = request.inputs();
    if (inputs.stream().allMatch(OpenAiModeration::oneText)) {
      List<Json> texts = inputs.stream().map(input -> text(input.parts().get(0))).toList();
      return call(request, Json.array(texts), inputs.size(), context);
    }
    // Parts in one call are judged together, so that each input is a call of its own.
    List<Moderation> results = new ArrayList<>();
    Moderations last = null;
    for (Input input : inputs) {
      List<Json> parts = input.parts().stream().map(this::part).toList();
      last = call(request, Json.array(parts), 1, context);
      results.addAll(last.results());
    }
    ModelRef model = last == null ? ref : last.model();
    Json raw = last == null ? Json.NULL : last.raw();
    return new Moderations(model, results, Usage.ZERO, List.of(), raw);
  }

  private Moderations call(
      ModerationRequest request, Json.Arr input, int expected, CallContext context) {
    Json.Obj body =
        Json.object().put("model", ref.name()).put("input", input).putAll(request.extra()).build();
    return client.send(
        client.post("moderations", body, ref),
        ref,
        OpenAiErrors::read,
        context,
        answer -> read(answer, expected));
  }

  private static boolean oneText(Input input) {
    return input.parts().size() == 1 && input.parts().get(0) instanceof Part.Text;
  }

  private static Json text(Part part) {
    return Json.of(((Part.Text) part).text());
  }

  private Json part(Part part) {
    if (part instanceof Part.Image image) {
      Json.Obj url = Json.object().put("url", url(image.media())).build();
      return Json.object().put("type", "image_url").put("image_url", url).build();
    }
    return Json.object().put("type", "text").put("text", text(part)).build();
  }

  private String url(Media media) {
    return switch (media) {
      case Media.Inline inline -> MediaText.dataUrl(inline);
      case Media.Remote remote -> remote.uri().toString();
      case Media.Uploaded uploaded ->
          throw Needs.missing(ref, "a moderation takes no uploaded files");
    };
  }

  private Moderations read(Answer answer, int expected) {
    Json.Obj json = answer.json();
    List<Moderation> results =
        Fields.objects(json, "results").stream().map(OpenAiModeration::result).toList();
    if (results.size() != expected) {
      throw new IllegalStateException(results.size() + " judgements of " + expected + " inputs");
    }
    return new Moderations(OperationReplies.model(json, ref), results, Usage.ZERO, List.of(), json);
  }

  private static Moderation result(Json.Obj json) {
    Json.Obj found = Fields.object(json, "categories");
    Json.Obj scores = Fields.object(json, "category_scores");
    Json.Obj applied = Fields.object(json, "category_applied_input_types");
    if (found.members().isEmpty()) {
      throw new IllegalStateException("a judgement has no categories");
    }
    List<Moderation.Category> categories = new ArrayList<>();
    found
        .members()
        .forEach(
            (name, flagged) -> {
              double score =
                  scores.get(name).orElse(Json.NULL) instanceof Json.Num number
                      ? number.value().doubleValue()
                      : 0;
              boolean harm = flagged.equals(Json.of(true));
              categories.add(new Moderation.Category(name, harm, score, texts(applied, name)));
            });
    boolean any = categories.stream().anyMatch(Moderation.Category::flagged);
    return new Moderation(
        any || json.get("flagged").equals(Optional.of(Json.of(true))), categories);
  }

  private static Set<String> texts(Json.Obj json, String name) {
    return Fields.array(json, name).stream()
        .filter(Json.Str.class::isInstance)
        .map(item -> ((Json.Str) item).value())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    return "OpenAiModeration[" + ref + "]";
  }
}
