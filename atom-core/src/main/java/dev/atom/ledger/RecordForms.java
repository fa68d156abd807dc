package dev.atom.ledger;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A record as a row of text and as JSON. */
final class RecordForms {
  /** The names of the values of {@link #row}. Times are in microseconds. */
  static final List<String> COLUMNS =
      List.of(
          "at",
          "tenant",
          "user",
          "id",
          "call_id",
          "attempt",
          "route",
          "endpoint",
          "provider",
          "model",
          "answered_provider",
          "answered_model",
          "outcome",
          "error",
          "cost_usd",
          "cost_unknown",
          "estimated",
          "latency_us",
          "first_token_us",
          "key_fingerprint",
          "tags",
          "usage_known",
          "usage_estimated",
          "input_tokens",
          "cached_input_tokens",
          "cache_write_tokens",
          "long_cache_write_tokens",
          "output_tokens",
          "reasoning_tokens",
          "audio_input_tokens",
          "audio_output_tokens",
          "searches",
          "characters",
          "audio_us",
          "reported_usd");

  private RecordForms() {}

  static List<String> row(UsageRecord record) {
    List<String> row =
        new ArrayList<>(
            List.of(
                record.at().toString(),
                record.tenant(),
                record.user().orElse(""),
                record.id(),
                record.callId(),
                String.valueOf(record.attempt()),
                record.route().orElse(""),
                record.endpoint().orElse(""),
                record.asked().provider(),
                record.asked().name(),
                record.answered().map(ModelRef::provider).orElse(""),
                record.answered().map(ModelRef::name).orElse(""),
                record.outcome().name(),
                record.error().orElse(""),
                usd(record.cost()).orElse(""),
                unknown(record.cost()).orElse(""),
                String.valueOf(record.estimated()),
                micros(record.latency()),
                record.firstToken().map(RecordForms::micros).orElse(""),
                record.keyFingerprint().orElse(""),
                record.tags().isEmpty() ? "" : tags(record).toString()));
    row.addAll(usage(record.usage()).values());
    return row;
  }

  private static Map<String, String> usage(Usage usage) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("known", String.valueOf(usage.known()));
    values.put("estimated", String.valueOf(usage.estimated()));
    values.put("input_tokens", String.valueOf(usage.inputTokens()));
    values.put("cached_input_tokens", String.valueOf(usage.cachedInputTokens()));
    values.put("cache_write_tokens", String.valueOf(usage.cacheWriteTokens()));
    values.put("long_cache_write_tokens", String.valueOf(usage.longCacheWriteTokens()));
    values.put("output_tokens", String.valueOf(usage.outputTokens()));
    values.put("reasoning_tokens", String.valueOf(usage.reasoningTokens()));
    values.put("audio_input_tokens", String.valueOf(usage.audioInputTokens()));
    values.put("audio_output_tokens", String.valueOf(usage.audioOutputTokens()));
    values.put("searches", String.valueOf(usage.searches()));
    values.put("characters", String.valueOf(usage.characters()));
    values.put("audio_us", micros(usage.audio()));
    values.put("reported_usd", usage.reportedUsd().map(BigDecimal::toPlainString).orElse(""));
    return values;
  }

  private static String micros(Duration time) {
    return String.valueOf(TimeUnit.MICROSECONDS.convert(time));
  }

  private static Optional<String> usd(Cost cost) {
    return cost instanceof Cost.Known known
        ? Optional.of(known.usd().toPlainString())
        : Optional.empty();
  }

  private static Optional<String> unknown(Cost cost) {
    return cost instanceof Cost.Unknown unknown ? Optional.of(unknown.reason()) : Optional.empty();
  }

  private static Json.Obj tags(UsageRecord record) {
    JsonObjectBuilder tags = Json.object();
    record.tags().forEach(tags::put);
    return tags.build();
  }

  static Json.Obj json(UsageRecord record) {
    JsonObjectBuilder json = Json.object();
    List<String> row = row(record);
    int usageFrom = COLUMNS.indexOf("usage_known");
    for (int i = 0; i < usageFrom; i++) {
      if (!row.get(i).isEmpty() && !COLUMNS.get(i).equals("tags")) {
        json.put(COLUMNS.get(i), typed(COLUMNS.get(i), row.get(i)));
      }
    }
    if (!record.tags().isEmpty()) {
      json.put("tags", tags(record));
    }
    JsonObjectBuilder usage = Json.object();
    usage(record.usage())
        .forEach(
            (name, value) -> {
              if (!value.isEmpty() && !value.equals("0")) {
                usage.put(name, typed(name, value));
              }
            });
    json.put("usage", usage.build());
    record
        .content()
        .ifPresent(
            content -> {
              switch (content) {
                case Content.Plain plain -> json.put("content", plain.exchange());
                case Content.Sealed sealed -> json.put("sealed_content", sealed.sealed());
              }
            });
    return json.build();
  }

  private static Json typed(String name, String value) {
    return switch (name) {
      case "estimated", "known" -> Json.of(Boolean.parseBoolean(value));
      case "attempt", "searches", "characters" -> Json.of(Long.parseLong(value));
      default ->
          name.endsWith("_us") || name.endsWith("_tokens")
              ? Json.of(Long.parseLong(value))
              : Json.of(value);
    };
  }
}
