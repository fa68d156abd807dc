package dev.atom.providers.deepgram;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.speech.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the transcript of a recording. */
final class TranscriptReader {
  private TranscriptReader() {}

  static Transcript read(
      Json.Obj json, ModelRef model, Optional<String> asked, List<Warning> warnings) {
    Json.Obj metadata = Fields.object(json, "metadata");
    Json.Obj results = Fields.object(json, "results");
    List<Json.Obj> channels = Fields.objects(results, "channels");
    if (channels.isEmpty()) {
      throw new IllegalStateException("the reply has no channels");
    }
    Optional<Duration> duration = Words.seconds(metadata, "duration");
    List<Transcript.Span> words = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      words.addAll(
          Words.words(first(channels.get(i)), i, Duration.ZERO, duration.orElse(Duration.ZERO)));
    }
    return new Transcript(
        model,
        Fields.text(first(channels.get(0)), "transcript"),
        language(channels.get(0)).or(() -> asked),
        duration,
        segments(results, channels),
        words,
        usage(metadata),
        warnings,
        json);
  }

  /** The first alternative is the best. */
  static Json.Obj first(Json.Obj channel) {
    List<Json.Obj> alternatives = Fields.objects(channel, "alternatives");
    return alternatives.isEmpty() ? Json.Obj.EMPTY : alternatives.get(0);
  }

  private static Optional<String> language(Json.Obj channel) {
    Json.Obj best = first(channel);
    return Fields.filled(channel, "detected_language")
        .or(() -> Fields.filled(best, "detected_language"))
        .or(() -> Words.texts(best, "languages").stream().findFirst());
  }

  /** Utterances, which know their speaker and channel, go before paragraphs. */
  private static List<Transcript.Span> segments(Json.Obj results, List<Json.Obj> channels) {
    List<Transcript.Span> segments = new ArrayList<>();
    for (Json.Obj utterance : Fields.objects(results, "utterances")) {
      int channel = Fields.integer(utterance, "channel", 0);
      segments.add(segment(utterance, Fields.text(utterance, "transcript"), channel));
    }
    for (int i = 0; i < channels.size() && Fields.objects(results, "utterances").isEmpty(); i++) {
      Json.Obj paragraphs = Fields.object(first(channels.get(i)), "paragraphs");
      for (Json.Obj paragraph : Fields.objects(paragraphs, "paragraphs")) {
        segments.add(segment(paragraph, sentences(paragraph), i));
      }
    }
    return segments;
  }

  private static Transcript.Span segment(Json.Obj json, String text, int channel) {
    return Words.span(json, text, channel, Duration.ZERO, Duration.ZERO);
  }

  private static String sentences(Json.Obj paragraph) {
    return Fields.objects(paragraph, "sentences").stream()
        .map(sentence -> Fields.text(sentence, "text"))
        .collect(Collectors.joining(" "));
  }

  /** Each channel is paid for. */
  static Usage usage(Json.Obj metadata) {
    int channels = Math.max(1, Fields.integer(metadata, "channels", 1));
    return Words.seconds(metadata, "duration")
        .map(time -> Usage.newBuilder().audio(time.multipliedBy(channels)).build())
        .orElse(Usage.UNKNOWN);
  }
}
