package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads what replies beyond chat share. */
final class OperationReplies {
  private static final int HALF_MICRO = 500;

  private OperationReplies() {}

  /** The model that a reply names, or the one that was asked. */
  static ModelRef model(Json.Obj json, ModelRef asked) {
    return Fields.filled(json, "model")
        .map(name -> new ModelRef(asked.provider(), name))
        .orElse(asked);
  }

  /** What the provider says that a call cost, as Perplexity and OpenRouter do. */
  static Optional<BigDecimal> cost(Json.Obj usage) {
    return switch (usage.get("cost").orElse(Json.NULL)) {
      case Json.Num dollars -> Fields.amount(dollars.value());
      case Json.Obj cost when cost.get("total_cost").orElse(Json.NULL) instanceof Json.Num total ->
          Fields.amount(total.value());
      default -> Optional.empty();
    };
  }

  /** Usage of sound, pictures and the like: tokens, or the time of the sound. */
  static Usage usage(Json.Obj usage) {
    return Usage.newBuilder()
        .inputTokens(Fields.count(usage, "input_tokens"))
        .outputTokens(Fields.count(usage, "output_tokens"))
        .audioInputTokens(Fields.count(Fields.object(usage, "input_token_details"), "audio_tokens"))
        .audio(seconds(usage, "seconds").orElse(Duration.ZERO))
        .known(!usage.members().isEmpty())
        .build();
  }

  /** A time in seconds, which some servers write as text. */
  static Optional<Duration> seconds(Json.Obj json, String name) {
    Optional<BigDecimal> seconds =
        switch (json.get(name).orElse(Json.NULL)) {
          case Json.Num number -> Optional.of(number.value());
          case Json.Str text when text.value().matches("[0-9]{1,9}(\\.[0-9]{1,18})?") ->
              Optional.of(new BigDecimal(text.value()));
          default -> Optional.empty();
        };
    // Recorded times end like 3.1499999999999995, which is meant to be 3.15.
    return seconds.map(s -> Fields.seconds(s).plusNanos(HALF_MICRO).truncatedTo(ChronoUnit.MICROS));
  }
}
