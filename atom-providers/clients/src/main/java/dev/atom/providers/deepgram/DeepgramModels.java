package dev.atom.providers.deepgram;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.AccessDenied;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.PathProbe;
import dev.atom.secret.KeyVerdict;
import java.util.ArrayList;
import java.util.List;

/** What Deepgram tells of its models and of a key. */
final class DeepgramModels {
  private final Client client;
  private final ModelRef ref;

  DeepgramModels(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  List<ModelInfo> list(CallContext context) {
    return client.send(
        client.get("v1/models", ref), ref, DeepgramErrors::read, context, DeepgramModels::read);
  }

  private static List<ModelInfo> read(Answer answer) {
    Json.Obj json = answer.json();
    if (json.get("stt").isEmpty() && json.get("tts").isEmpty()) {
      throw new IllegalStateException("the reply lists no models");
    }
    List<ModelInfo> models = new ArrayList<>();
    for (Json.Obj model : Fields.objects(json, "stt")) {
      ModelInfo.Builder info = info(model);
      if (offers(model, "batch")) {
        info.capability(Capability.TRANSCRIPTION);
      }
      if (offers(model, "streaming")) {
        info.capability(Capability.LIVE_TRANSCRIPTION);
      }
      models.add(info.build());
    }
    Fields.objects(json, "tts")
        .forEach(model -> models.add(info(model).capability(Capability.SPEECH).build()));
    return models;
  }

  private static boolean offers(Json.Obj model, String name) {
    return model.members().get(name) instanceof Json.Bool offered && offered.value();
  }

  private static ModelInfo.Builder info(Json.Obj model) {
    String id = Fields.filled(model, "canonical_name").orElseGet(() -> Fields.text(model, "name"));
    return ModelInfo.newBuilder(id).displayName(Fields.filled(model, "name")).raw(model);
  }

  /** A key may be let in and still not be allowed to see projects. */
  KeyVerdict.Accepted probe(CallContext context) {
    try {
      return new PathProbe(client, ref, DeepgramErrors::read).probe(context);
    } catch (AccessDenied e) {
      return KeyVerdict.Accepted.PLAIN;
    }
  }
}
