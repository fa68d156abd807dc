package dev.atom.providers.deepgram;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.speech.LiveEvent;
import dev.atom.speech.LiveTranscriptionRequest;
import java.time.Duration;
import java.util.List;

/** The messages of {@code /v1/listen}: results, silences, and at the end what was heard. */
final class ListenMessages implements LiveMessages {
  private final int channels;
  private Duration heard = Duration.ZERO;
  private Json.Obj summary = Json.Obj.EMPTY;

  ListenMessages(int channels) {
    this.channels = channels;
  }

  @Override
  public String path(ModelRef ref, LiveTranscriptionRequest request, List<Warning> warnings) {
    Query query = new Query("v1/listen").add("model", ref.name());
    switch (request.encoding()) {
      case PCM -> samples(query, "linear16", request);
      case MULAW -> samples(query, "mulaw", request);
      case ALAW -> samples(query, "alaw", request);
      // These say of themselves what they are, and Deepgram wants to hear it from nobody else.
      case MP3, OPUS, AAC, FLAC, WAV -> {}
    }
    if (request.channels() > 1) {
      query.add("channels", request.channels()).add("multichannel", "true");
    }
    request.language().ifPresent(language -> query.add("language", language));
    if (request.interim()) {
      query.add("interim_results", "true");
    }
    request.endOfSpeech().ifPresent(silence -> query.add("endpointing", silence.toMillis()));
    if (request.speakers()) {
      query.add("diarize_model", "latest");
    }
    ListenModel.terms(query, ref, request.terms());
    return query.add(request.extra()).toString();
  }

  private static void samples(Query query, String encoding, LiveTranscriptionRequest request) {
    query.add("encoding", encoding).add("sample_rate", request.sampleRate());
  }

  @Override
  public boolean keptAlive() {
    return true;
  }

  @Override
  public boolean flushes() {
    return true;
  }

  @Override
  public LiveEvent event(Json.Obj message) {
    String type = Fields.text(message, "type");
    return switch (type) {
      case "Results" -> results(message);
      case "SpeechStarted" ->
          new LiveEvent.SpeechStarted(channel(message, "channel"), seconds(message, "timestamp"));
      case "UtteranceEnd" ->
          new LiveEvent.UtteranceEnded(
              channel(message, "channel"), seconds(message, "last_word_end"));
      case "Metadata" -> {
        summary = message;
        yield new LiveEvent.Other(type, message);
      }
      case "Warning" -> notice(message);
      default -> new LiveEvent.Other(type, message);
    };
  }

  static LiveEvent notice(Json.Obj message) {
    String text = Fields.filled(message, "description").orElse("no description");
    return new LiveEvent.Notice(
        new Warning(Fields.filled(message, "code").orElse("provider_warning"), text));
  }

  private LiveEvent results(Json.Obj message) {
    Duration start = seconds(message, "start");
    Duration end = start.plus(seconds(message, "duration"));
    heard = heard.compareTo(end) > 0 ? heard : end;
    int channel = channel(message, "channel_index");
    Json.Obj best = TranscriptReader.first(Fields.object(message, "channel"));
    LiveEvent.Stretch stretch =
        new LiveEvent.Stretch(
            Fields.text(best, "transcript"),
            Words.words(best, channel, start, end),
            Words.confidence(best),
            channel,
            start,
            end,
            Words.texts(best, "languages"));
    return is(message, "is_final")
        ? new LiveEvent.Final(stretch, is(message, "speech_final"), is(message, "from_finalize"))
        : new LiveEvent.Interim(stretch);
  }

  private static boolean is(Json.Obj message, String name) {
    return message.members().get(name) instanceof Json.Bool truth && truth.value();
  }

  private static Duration seconds(Json.Obj message, String name) {
    return Words.seconds(message, name).orElse(Duration.ZERO);
  }

  /** The list holds which channel, and of how many. */
  private static int channel(Json.Obj message, String name) {
    List<Json> index = Fields.array(message, name);
    return !index.isEmpty() && index.get(0) instanceof Json.Num number
        ? number.value().intValue()
        : 0;
  }

  @Override
  public Usage usage() {
    return summary.members().isEmpty()
        ? Usage.newBuilder().audio(heard.multipliedBy(channels)).estimated(true).build()
        : TranscriptReader.usage(summary);
  }

  @Override
  public Json.Obj summary() {
    return summary;
  }
}
