package dev.atom.providers.openai;

import dev.atom.http.MultipartBody;
import dev.atom.json.Json;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.MediaText;
import dev.atom.providers.wire.Needs;
import dev.atom.speech.TranscriptionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one form of OpenAI's transcriptions or translations. */
final class TranscriptionForm {
  private static final String FORMAT = "response_format";

  private final Habits habits;
  private final TranscriptionRequest request;
  private final ModelRef asked;
  private final List<Warning> warnings = new ArrayList<>();
  private final MultipartBody.Builder form = MultipartBody.newBuilder();
  private final boolean ofGpt;
  private final boolean diarizing;

  TranscriptionForm(Habits habits, TranscriptionRequest request, ModelRef asked) {
    this.habits = habits;
    this.request = request;
    this.asked = asked;
    ofGpt = asked.name().startsWith("gpt-");
    diarizing = asked.name().contains("diarize");
  }

  MultipartBody write() {
    form.text("model", asked.name());
    audio();
    language();
    prompt();
    String format = format();
    form.text(FORMAT, format);
    if (format.equals("diarized_json")) {
      field("chunking_strategy", Json.of("auto"));
    }
    if (request.wordTimes() && format.equals("verbose_json") && !request.translated()) {
      form.text("timestamp_granularities[]", "word").text("timestamp_granularities[]", "segment");
    }
    request.extra().members().forEach(this::extra);
    return form.build();
  }

  List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  private void audio() {
    switch (request.audio()) {
      case Media.Inline inline ->
          form.file("file", "audio." + ending(inline.type()), inline.type(), inline.bytes());
      case Media.Remote remote -> {
        if (!habits.has(Trait.AUDIO_URL)) {
          throw Needs.missing(asked, "the recording is an address, but this provider takes bytes");
        }
        form.text("url", remote.uri().toString());
      }
      case Media.Uploaded uploaded ->
          throw Needs.missing(asked, "a transcription takes no uploaded files");
    }
  }

  /** Servers tell the format by the file's name. */
  private static String ending(String type) {
    String format = MediaText.audioFormat(type.replaceFirst(";.*", ""));
    return switch (format) {
      case "mp4", "x-m4a" -> "m4a";
      case "x-flac" -> "flac";
      case "opus" -> "ogg";
      default -> format;
    };
  }

  private void language() {
    if (request.language().isPresent() && request.translated()) {
      ignored("language was not sent: a translation finds out by itself");
    } else {
      request.language().ifPresent(language -> form.text("language", language));
    }
  }

  /** Terms lead the model as part of the prompt, as OpenAI's guide advises. */
  private void prompt() {
    List<String> lead = new ArrayList<>();
    request.prompt().ifPresent(lead::add);
    if (!request.terms().isEmpty()) {
      lead.add(String.join(", ", request.terms()));
    }
    if (!lead.isEmpty() && diarizing) {
      ignored("prompt and terms were not sent: this model takes none");
    } else if (!lead.isEmpty()) {
      form.text("prompt", String.join(" ", lead));
    }
  }

  private String format() {
    if (request.speakers() && !diarizing) {
      ignored("speakers are not told apart by this model");
    }
    if (request.wordTimes() && (ofGpt || request.translated())) {
      ignored("the times of words are not told by this model");
    }
    Optional<String> own = request.extra().text(FORMAT);
    if (own.isPresent()) {
      return own.get();
    }
    if (diarizing && request.speakers()) {
      return "diarized_json";
    }
    boolean verbose = request.wordTimes() || habits.has(Trait.VERBOSE_TRANSCRIPTS);
    return verbose && !ofGpt ? "verbose_json" : "json";
  }

  private void ignored(String message) {
    warnings.add(Habits.ignored(message));
  }

  private void extra(String name, Json value) {
    if (!name.equals(FORMAT)) {
      field(name, value);
    }
  }

  private void field(String name, Json value) {
    switch (value) {
      case Json.Str text -> form.text(name, text.value());
      case Json.Arr list -> list.items().forEach(item -> field(name + "[]", item));
      default -> form.text(name, value.toString());
    }
  }
}
