package dev.atom.providers.openai;

import dev.atom.http.EventSink;
import dev.atom.http.ServerSentEventParser;
import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.StreamError;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads transcripts in any of the forms that OpenAI writes. */
final class TranscriptReader {
  private static final Set<String> PLAIN = Set.of("text", "srt", "vtt");
  private static final int LARGEST_EVENT = 16 << 20;

  private final ModelRef asked;
  private final TranscriptionRequest request;
  private final List<Warning> warnings;

  TranscriptReader(ModelRef asked, TranscriptionRequest request, List<Warning> warnings) {
    this.asked = asked;
    this.request = request;
    this.warnings = warnings;
  }

  Transcript read(Answer answer) {
    String type = answer.mediaType();
    if (type.startsWith("text/event-stream")) {
      return json(streamed(answer));
    }
    boolean plain = request.extra().text("response_format").filter(PLAIN::contains).isPresent();
    if (plain && !type.contains("html") && !answer.reply().text().startsWith("{")) {
      return plain(answer.reply().text());
    }
    return json(answer.json());
  }

  private Transcript plain(String text) {
    return new Transcript(
        asked,
        text.strip(),
        request.language(),
        Optional.empty(),
        List.of(),
        List.of(),
        Usage.UNKNOWN,
        warnings,
        Json.of(text));
  }

  /** A stream's last event is the transcript; what came before it is the same, in pieces. */
  private static Json.Obj streamed(Answer answer) {
    List<Json.Obj> events = new ArrayList<>();
    EventSink sink =
        (type, data, from, to, complete) -> {
          String text = new String(data, from, to - from, StandardCharsets.UTF_8);
          if (complete && text.startsWith("{")) {
            events.add(Json.parseObject(text));
          }
        };
    ServerSentEventParser parser = new ServerSentEventParser(LARGEST_EVENT);
    byte[] body = answer.reply().body();
    parser.feed(body, 0, body.length, sink);
    parser.end(sink);
    for (Json.Obj event : events) {
      OpenAiErrors.read(event)
          .ifPresent(
              error -> {
                throw new StreamError(error);
              });
    }
    List<Json.Obj> segments =
        events.stream().filter(event -> is(event, "transcript.text.segment")).toList();
    return events.stream()
        .filter(event -> is(event, "transcript.text.done"))
        .findFirst()
        .map(done -> segments.isEmpty() ? done : done.toBuilder().put("segments", segments).build())
        .orElseThrow(answer::truncated);
  }

  private static boolean is(Json.Obj event, String type) {
    return Fields.text(event, "type").equals(type);
  }

  private Transcript json(Json.Obj json) {
    String text = json.text("text").orElseThrow(() -> new IllegalStateException("no text"));
    Optional<Duration> duration = OperationReplies.seconds(json, "duration");
    return new Transcript(
        asked,
        text,
        Fields.filled(json, "language").or(request::language),
        duration,
        spans(json, "segments", "text"),
        spans(json, "words", "word"),
        usage(json, duration),
        warnings,
        json);
  }

  private static Usage usage(Json.Obj json, Optional<Duration> duration) {
    if (json.get("usage").orElse(Json.NULL) instanceof Json.Obj usage) {
      return OperationReplies.usage(usage);
    }
    return duration.map(time -> Usage.newBuilder().audio(time).build()).orElse(Usage.UNKNOWN);
  }

  private static List<Transcript.Span> spans(Json.Obj json, String name, String text) {
    return Fields.objects(json, name).stream()
        .map(
            span ->
                new Transcript.Span(
                    Fields.text(span, text).strip(),
                    OperationReplies.seconds(span, "start").orElse(Duration.ZERO),
                    OperationReplies.seconds(span, "end").orElse(Duration.ZERO),
                    -1,
                    Fields.filled(span, "speaker"),
                    0))
        .toList();
  }
}
