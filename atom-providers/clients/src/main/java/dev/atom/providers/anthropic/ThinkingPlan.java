package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatRequest;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much a model is asked to think.
 *
 * @param config the member {@code thinking}
 * @param effort the effort of {@code output_config}
 * @param budget the tokens of thinking, 0 if they are not counted
 */
record ThinkingPlan(Optional<Json.Obj> config, Optional<String> effort, int budget) {
  private static final ThinkingPlan NOTHING =
      new ThinkingPlan(Optional.empty(), Optional.empty(), 0);
  private static final int LEAST_BUDGET = 1024;
  private static final int USUAL_BUDGET = 8192;

  /** Tells whether the request turns thinking on. */
  boolean on() {
    return config.flatMap(c -> c.text("type")).filter(ThinkingPlan::thinks).isPresent();
  }

  private static boolean thinks(String type) {
    return type.equals("enabled") || type.equals("adaptive");
  }

  /**
   * Plans for a request.
   *
   * @param obstacle why the request can't be answered with thinking, if so
   */
  static ThinkingPlan of(
      ChatRequest request, ModelHabits habits, Optional<String> obstacle, List<Warning> warnings) {
    Optional<String> effort = request.reasoningEffort().filter(e -> !e.equals("none"));
    if (turnedOff(request)) {
      return off(habits, warnings);
    }
    boolean asked =
        effort.isPresent() || request.reasoningTokens().isPresent() || request.reasoningShown();
    if (!asked) {
      return NOTHING;
    }
    if (habits.thinking() == ModelHabits.Thinking.NONE) {
      warnings.add(Warnings.ignored("reasoning was not asked for: this model has none"));
      return NOTHING;
    }
    Optional<String> sent = habits.effort() ? effort : Optional.empty();
    if (obstacle.isPresent()) {
      warnings.add(Warnings.ignored("reasoning was not asked for: " + obstacle.get()));
      return new ThinkingPlan(Optional.empty(), sent, 0);
    }
    int budget = budget(request, habits, effort, warnings);
    return budget < 0
        ? new ThinkingPlan(Optional.empty(), sent, 0)
        : new ThinkingPlan(Optional.of(config(request, budget)), sent, budget);
  }

  private static boolean turnedOff(ChatRequest request) {
    return request.reasoningTokens().equals(Optional.of(0))
        || (request.reasoningTokens().isEmpty()
            && request.reasoningEffort().equals(Optional.of("none")));
  }

  private static ThinkingPlan off(ModelHabits habits, List<Warning> warnings) {
    return switch (habits.off()) {
      case OMITTED -> NOTHING;
      case DISABLED -> plain("disabled");
      case BETWEEN_TOOLS -> plain("between_tools");
      case NEVER -> {
        warnings.add(Warnings.ignored("reasoning was not turned off: this model always reasons"));
        yield NOTHING;
      }
    };
  }

  private static ThinkingPlan plain(String type) {
    return new ThinkingPlan(
        Optional.of(Json.object().put("type", type).build()), Optional.empty(), 0);
  }

  private static Json.Obj config(ChatRequest request, int budget) {
    JsonObjectBuilder config = Json.object().put("type", budget > 0 ? "enabled" : "adaptive");
    if (budget > 0) {
      config.put("budget_tokens", budget);
    }
    if (request.reasoningShown()) {
      config.put("display", "summarized");
    }
    return config.build();
  }

  /** The tokens to think with: 0 leaves them to the model, -1 means that it can't think at all. */
  private static int budget(
      ChatRequest request, ModelHabits habits, Optional<String> effort, List<Warning> warnings) {
    Optional<Integer> tokens = request.reasoningTokens();
    boolean adaptive =
        switch (habits.thinking()) {
          case NONE, BUDGET -> false;
          case EITHER -> tokens.isEmpty();
          case ADAPTIVE -> true;
        };
    if (adaptive) {
      if (tokens.isPresent()) {
        warnings.add(
            Warnings.ignored("reasoningTokens was not sent: this model decides by itself"));
      }
      return 0;
    }
    OptionalInt wanted =
        tokens.isPresent() ? OptionalInt.of(tokens.get()) : tokensOf(effort.orElse("medium"));
    if (wanted.isEmpty()) {
      warnings.add(Warnings.ignored("reasoningEffort was not sent: this model has no such effort"));
      return -1;
    }
    return fitted(wanted.getAsInt(), request, habits, warnings);
  }

  /** Efforts for models that count tokens instead. */
  private static OptionalInt tokensOf(String effort) {
    return switch (effort) {
      case "minimal" -> OptionalInt.of(LEAST_BUDGET);
      case "low" -> OptionalInt.of(2048);
      case "medium" -> OptionalInt.of(USUAL_BUDGET);
      case "high" -> OptionalInt.of(16_384);
      case "xhigh", "max" -> OptionalInt.of(24_576);
      default -> OptionalInt.empty();
    };
  }

  /** Anthropic wants at least 1024 tokens for thinking, and fewer than for the whole reply. */
  private static int fitted(
      int wanted, ChatRequest request, ModelHabits habits, List<Warning> warnings) {
    int most = request.maxOutputTokens().orElse(habits.outputTokens()) - 1;
    if (most < LEAST_BUDGET) {
      warnings.add(
          Warnings.ignored(
              "reasoning was not asked for: it needs maxOutputTokens above " + LEAST_BUDGET));
      return -1;
    }
    int budget = Math.min(Math.max(wanted, LEAST_BUDGET), most);
    if (request.reasoningTokens().isPresent() && budget != wanted) {
      warnings.add(
          Warnings.changed("reasoningTokens was sent as " + budget + ", which is allowed"));
    }
    return budget;
  }
}
