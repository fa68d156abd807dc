package dev.atom.assistant;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A model's part in a turn, booked once.
 *
 * @param purpose what it was called for, such as {@code "extraction"}
 * @param model which model answered
 * @param usage its tokens
 * @param cost what they cost; unknown stays unknown
 */
public record ModelUse(String purpose, ModelRef model, Usage usage, Cost cost) {
  Json.Obj toJson() {
    var json =
        Json.object()
            .put("purpose", purpose)
            .put("provider", model.provider())
            .put("model", model.name())
            .put("input", usage.inputTokens())
            .put("cached", usage.cachedInputTokens())
            .put("cacheWrite", usage.cacheWriteTokens())
            .put("output", usage.outputTokens())
            .put("reasoning", usage.reasoningTokens())
            .put("estimated", usage.estimated())
            .put("known", usage.known());
    switch (cost) {
      case Cost.Known known -> json.put("usd", known.usd()).put("basis", known.basis());
      case Cost.Unknown unknown -> json.put("unknownCost", unknown.reason());
    }
    return json.build();
  }

  static ModelUse fromJson(Json.Obj json) {
    Usage usage =
        Usage.newBuilder()
            .inputTokens(number(json, "input"))
            .cachedInputTokens(number(json, "cached"))
            .cacheWriteTokens(number(json, "cacheWrite"))
            .outputTokens(number(json, "output"))
            .reasoningTokens(number(json, "reasoning"))
            .estimated(json.get("estimated").equals(Optional.of(Json.of(true))))
            .known(json.get("known").equals(Optional.of(Json.of(true))))
            .build();
    Cost cost =
        json.get("usd")
            .<Cost>map(usd -> known(((Json.Num) usd).value(), usage, json))
            .orElseGet(() -> new Cost.Unknown(json.text("unknownCost").orElse("not recorded")));
    ModelRef model =
        new ModelRef(json.text("provider").orElse("unknown"), json.text("model").orElse("unknown"));
    return new ModelUse(json.text("purpose").orElse("unknown"), model, usage, cost);
  }

  private static Cost known(BigDecimal usd, Usage usage, Json.Obj json) {
    return new Cost.Known(usd, usage.estimated(), json.text("basis").orElse(""));
  }

  private static long number(Json.Obj json, String name) {
    return json.get(name).map(n -> ((Json.Num) n).value()).orElse(BigDecimal.ZERO).longValue();
  }
}
