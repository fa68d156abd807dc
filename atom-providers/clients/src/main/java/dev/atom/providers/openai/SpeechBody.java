package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.Needs;
import dev.atom.speech.AudioEncoding;
import dev.atom.speech.SpeechRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes one request of OpenAI's speech. */
final class SpeechBody {
  /** What OpenAI's samples have, whatever is asked. */
  private static final int SAMPLE_RATE = 24_000;

  private final Habits habits;
  private final SpeechRequest request;
  private final ModelRef asked;
  private final List<Warning> warnings = new ArrayList<>();

  SpeechBody(Habits habits, SpeechRequest request, ModelRef asked) {
    this.habits = habits;
    this.request = request;
    this.asked = asked;
  }

  Json.Obj write() {
    JsonObjectBuilder body =
        Json.object()
            .put("model", asked.name())
            .put("input", request.text())
            .put("response_format", format());
    if (request.voice().isPresent() || habits.has(Trait.OPENAI_MODELS)) {
      body.put("voice", request.voice().orElse("alloy"));
    }
    request.speed().ifPresent(speed -> body.put("speed", BigDecimal.valueOf(speed)));
    sampleRate(body);
    instructions(body);
    return body.putAll(request.extra()).build();
  }

  List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  private String format() {
    boolean telephone = habits.has(Trait.TELEPHONE_SPEECH);
    return switch (request.encoding()) {
      case MP3 -> "mp3";
      case OPUS -> telephone ? "ogg" : "opus";
      case AAC -> telephone ? throwMissing() : "aac";
      case FLAC -> "flac";
      case WAV -> "wav";
      case PCM -> telephone ? throwMissing() : "pcm";
      case MULAW -> telephone ? "mulaw" : throwMissing();
      case ALAW -> throwMissing();
    };
  }

  private String throwMissing() {
    throw Needs.missing(asked, "the provider does not speak in " + request.encoding());
  }

  private void sampleRate(JsonObjectBuilder body) {
    if (habits.has(Trait.TELEPHONE_SPEECH)) {
      request.sampleRate().ifPresent(rate -> body.put("sample_rate", rate));
    } else if (request.sampleRate().filter(rate -> rate != SAMPLE_RATE).isPresent()) {
      sampleRateMissing();
    }
  }

  /** In a file the true rate stands at its head; bare samples at a wrong rate would sound wrong. */
  private void sampleRateMissing() {
    if (request.encoding() == AudioEncoding.PCM) {
      throw Needs.missing(asked, "samples come at 24000 a second only");
    }
    warnings.add(Habits.ignored("sampleRate was not sent: the provider sets it"));
  }

  private void instructions(JsonObjectBuilder body) {
    if (request.instructions().isEmpty()) {
      return;
    }
    if (asked.name().startsWith("tts-1") || habits.has(Trait.TELEPHONE_SPEECH)) {
      warnings.add(Habits.ignored("instructions were not sent: this model takes none"));
    } else {
      body.put("instructions", request.instructions());
    }
  }
}
