package dev.atom.providers.deepgram;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import dev.atom.speech.Transcript;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads words, stretches and their times, which are seconds with a fraction. */
final class Words {
  private Words() {}

  static Optional<BigDecimal> number(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Num number
        ? Optional.of(number.value())
        : Optional.empty();
  }

  static Optional<Duration> seconds(Json.Obj json, String name) {
    return number(json, name).map(Fields::seconds);
  }

  static double confidence(Json.Obj json) {
    return number(json, "confidence").map(BigDecimal::doubleValue).orElse(-1.0);
  }

  /** Reads the words of an alternative; what has no time of its own has that of the stretch. */
  static List<Transcript.Span> words(Json.Obj json, int channel, Duration start, Duration end) {
    return Fields.objects(json, "words").stream()
        .map(word -> span(word, wordText(word), channel, start, end))
        .toList();
  }

  private static String wordText(Json.Obj word) {
    return Fields.filled(word, "punctuated_word").orElseGet(() -> Fields.text(word, "word"));
  }

  static Transcript.Span span(
      Json.Obj json, String text, int channel, Duration start, Duration end) {
    return new Transcript.Span(
        text,
        seconds(json, "start").orElse(start),
        seconds(json, "end").orElse(end),
        confidence(json),
        number(json, "speaker").map(speaker -> String.valueOf(speaker.intValue())),
        channel);
  }

  static List<String> texts(Json.Obj json, String name) {
    return Fields.array(json, name).stream()
        .filter(Json.Str.class::isInstance)
        .map(text -> ((Json.Str) text).value())
        .toList();
  }
}
