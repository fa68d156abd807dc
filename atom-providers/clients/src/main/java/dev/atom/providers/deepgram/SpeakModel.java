package dev.atom.providers.deepgram;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpHeaders;
import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.AudioStream;
import dev.atom.providers.wire.Client;
import dev.atom.speech.SpeechModel;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.SpeechStream;
import dev.atom.speech.SpokenAudio;
import java.util.ArrayList;
import java.util.List;

/** Speaks by {@code /v1/speak}. The voice is part of the model's name. */
final class SpeakModel implements SpeechModel {
  private final Client client;
  private final ModelRef ref;

  SpeakModel(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public SpokenAudio speak(SpeechRequest request, CallContext context) {
    List<Warning> warnings = new ArrayList<>();
    return client.send(
        call(request, warnings),
        ref,
        DeepgramErrors::read,
        context,
        answer -> audio(answer, request, warnings));
  }

  private SpokenAudio audio(Answer answer, SpeechRequest request, List<Warning> warnings) {
    String type = answer.mediaType();
    if (type.startsWith("application/json")) {
      throw answer.unexpected("the reply is JSON and no sound");
    }
    byte[] bytes = answer.reply().body();
    if (bytes.length == 0) {
      throw answer.unexpected("the reply has no sound");
    }
    return SpokenAudio.of(ref, type, bytes, usage(answer.reply().headers(), request), warnings);
  }

  @Override
  public SpeechStream stream(SpeechRequest request, CallContext context) {
    List<Warning> warnings = new ArrayList<>();
    return client.open(
        call(request, warnings),
        ref,
        DeepgramErrors::read,
        context,
        opened -> {
          if (opened.mediaType().startsWith("application/json")) {
            throw opened.whole().unexpected("the reply is JSON and no sound");
          }
          return AudioStream.bytes(opened, usage(opened.stream().headers(), request), warnings);
        });
  }

  private HttpCall.Builder call(SpeechRequest request, List<Warning> warnings) {
    Query query = new Query("v1/speak").add("model", model(request));
    form(query, request, warnings);
    request.speed().ifPresent(speed -> query.add("speed", String.valueOf(speed)));
    if (request.instructions().isPresent()) {
      warnings.add(ListenModel.ignored("instructions", "choose another voice"));
    }
    String path = query.add(request.extra()).toString();
    return client.post(path, Json.object().put("text", request.text()).build(), ref);
  }

  /** A voice is the whole name of a model, or takes the place of the name inside it. */
  private String model(SpeechRequest request) {
    String model = ref.name();
    String voice = request.voice().orElse("");
    int end = model.lastIndexOf('-');
    int start = model.lastIndexOf('-', end - 1);
    if (voice.isEmpty() || voice.contains("-") || start < 0) {
      return voice.isEmpty() ? model : voice;
    }
    return model.substring(0, start + 1) + voice + model.substring(end);
  }

  private static void form(Query query, SpeechRequest request, List<Warning> warnings) {
    boolean anyRate =
        switch (request.encoding()) {
          case MP3 -> raw(query, "mp3", "", false);
          case OPUS -> raw(query, "opus", "ogg", false);
          case AAC -> raw(query, "aac", "", false);
          case FLAC -> raw(query, "flac", "", true);
          case WAV -> raw(query, "linear16", "wav", true);
          case PCM -> raw(query, "linear16", "none", true);
          case MULAW -> raw(query, "mulaw", "none", true);
          case ALAW -> raw(query, "alaw", "none", true);
        };
    if (request.sampleRate().isPresent() && anyRate) {
      query.add("sample_rate", request.sampleRate().get());
    } else if (request.sampleRate().isPresent()) {
      String encoding = request.encoding().name();
      warnings.add(ListenModel.ignored("sample rate for " + encoding, "it has its own"));
    }
  }

  private static boolean raw(Query query, String encoding, String container, boolean anyRate) {
    query.add("encoding", encoding);
    if (!container.isEmpty()) {
      query.add("container", container);
    }
    return anyRate;
  }

  private static Usage usage(HttpHeaders headers, SpeechRequest request) {
    return headers
        .first("dg-char-count")
        .filter(count -> count.matches("[0-9]{1,18}"))
        .map(count -> Usage.newBuilder().characters(Long.parseLong(count)).build())
        .orElseGet(
            () -> Usage.newBuilder().characters(request.text().length()).estimated(true).build());
  }
}
