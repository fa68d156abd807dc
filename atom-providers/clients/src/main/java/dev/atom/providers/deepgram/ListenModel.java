package dev.atom.providers.deepgram;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Needs;
import dev.atom.speech.SpeechToText;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.util.ArrayList;
import java.util.List;

/** Writes down recordings by {@code /v1/listen}. */
final class ListenModel implements SpeechToText {
  private final Client client;
  private final ModelRef ref;

  ListenModel(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Transcript transcribe(TranscriptionRequest request, CallContext context) {
    if (request.translated()) {
      throw Needs.missing(ref, "the request needs a translation, which Deepgram does not offer");
    }
    List<Warning> warnings = new ArrayList<>();
    if (request.prompt().isPresent()) {
      warnings.add(ignored("prompt", "give names as terms"));
    }
    return client.send(
        call(request),
        ref,
        DeepgramErrors::read,
        context,
        answer -> TranscriptReader.read(answer.json(), ref, request.language(), warnings));
  }

  private HttpCall.Builder call(TranscriptionRequest request) {
    String path = path(request);
    return switch (request.audio()) {
      case Media.Inline inline -> client.post(path, inline.type(), inline.bytes(), ref);
      case Media.Remote remote ->
          client.post(path, Json.object().put("url", remote.uri().toString()).build(), ref);
      case Media.Uploaded uploaded ->
          throw Needs.missing(ref, "the request needs an uploaded file, which Deepgram has not");
    };
  }

  private String path(TranscriptionRequest request) {
    Query query = new Query("v1/listen").add("model", ref.name());
    request.language().ifPresent(language -> query.add("language", language));
    if (request.speakers()) {
      query.add("diarize_model", "latest");
    }
    terms(query, ref, request.terms());
    return query.add(request.extra()).toString();
  }

  /** Nova-3 and Flux know key terms, models before them weighted keywords. */
  static void terms(Query query, ModelRef ref, List<String> terms) {
    boolean recent = ref.name().startsWith("nova-3") || ref.name().startsWith("flux");
    terms.forEach(term -> query.add(recent ? "keyterm" : "keywords", term));
  }

  static Warning ignored(String what, String instead) {
    return new Warning("ignored_parameter", "Deepgram takes no " + what + "; " + instead);
  }
}
