package dev.atom.providers.deepgram;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveTranscriptionRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The messages of {@code /v2/listen}, by which Flux tells turns. */
final class TurnMessages implements LiveMessages {
  private Duration heard = Duration.ZERO;

  @Override
  public String path(ModelRef ref, LiveTranscriptionRequest request, List<Warning> warnings) {
    if (request.channels() > 1) {
      throw Needs.missing(ref, "the request has several channels, and Flux hears one only");
    }
    Query query = new Query("v2/listen").add("model", ref.name());
    switch (request.encoding()) {
      case PCM -> samples(query, "linear16", request);
      case MULAW -> samples(query, "mulaw", request);
      case ALAW -> samples(query, "alaw", request);
      case OPUS, WAV -> {}
      case MP3, AAC, FLAC ->
          throw Needs.missing(
              ref, "the sound is " + request.encoding() + ", and Flux takes PCM, WAV and Opus");
    }
    request.language().ifPresent(language -> language(query, ref, language, warnings));
    request.endOfSpeech().ifPresent(silence -> query.add("eot_timeout_ms", silence.toMillis()));
    if (request.speakers()) {
      warnings.add(ListenModel.ignored("wish for speakers with Flux", "use a Nova model"));
    }
    ListenModel.terms(query, ref, request.terms());
    return query.add(request.extra()).toString();
  }

  private static void samples(Query query, String encoding, LiveTranscriptionRequest request) {
    query.add("encoding", encoding).add("sample_rate", request.sampleRate());
  }

  /** The model for many languages takes hints; the others have their language in their name. */
  private static void language(Query query, ModelRef ref, String language, List<Warning> warnings) {
    if (ref.name().endsWith("-multi")) {
      query.add("language_hint", language);
    } else if (!ref.name().endsWith("-" + language.split("-", 2)[0])) {
      warnings.add(ListenModel.ignored("language with " + ref.name(), "ask flux-general-multi"));
    }
  }

  @Override
  public boolean keptAlive() {
    return false;
  }

  @Override
  public boolean flushes() {
    return false;
  }

  @Override
  public LiveEvent event(Json.Obj message) {
    String type = Fields.text(message, "type");
    if (type.equals("Warning")) {
      return ListenMessages.notice(message);
    }
    return type.equals("TurnInfo")
        ? phase(Fields.text(message, "event"))
            .map(phase -> turn(phase, message))
            .orElseGet(() -> new LiveEvent.Other(type, message))
        : new LiveEvent.Other(type, message);
  }

  private static Optional<LiveEvent.TurnPhase> phase(String event) {
    return switch (event) {
      case "StartOfTurn" -> Optional.of(LiveEvent.TurnPhase.STARTED);
      case "Update" -> Optional.of(LiveEvent.TurnPhase.UPDATED);
      case "EagerEndOfTurn" -> Optional.of(LiveEvent.TurnPhase.PROBABLY_ENDED);
      case "TurnResumed" -> Optional.of(LiveEvent.TurnPhase.RESUMED);
      case "EndOfTurn" -> Optional.of(LiveEvent.TurnPhase.ENDED);
      default -> Optional.empty();
    };
  }

  private LiveEvent turn(LiveEvent.TurnPhase phase, Json.Obj message) {
    Duration start = Words.seconds(message, "audio_window_start").orElse(Duration.ZERO);
    Duration end = Words.seconds(message, "audio_window_end").orElse(start);
    heard = heard.compareTo(end) > 0 ? heard : end;
    LiveEvent.Stretch stretch =
        new LiveEvent.Stretch(
            Fields.text(message, "transcript"),
            Words.words(message, 0, start, end),
            Words.confidence(message),
            0,
            start,
            end,
            Words.texts(message, "languages"));
    double sure =
        Words.number(message, "end_of_turn_confidence").map(BigDecimal::doubleValue).orElse(-1.0);
    return new LiveEvent.Turn(phase, Fields.integer(message, "turn_index", 0), stretch, sure);
  }

  /** Flux sends no sum; the last window tells how far it has heard. */
  @Override
  public Usage usage() {
    return Usage.newBuilder().audio(heard).estimated(true).build();
  }

  @Override
  public Json.Obj summary() {
    return Json.Obj.EMPTY;
  }
}
