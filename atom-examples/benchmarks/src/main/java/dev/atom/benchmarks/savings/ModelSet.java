package dev.atom.benchmarks.savings;

import dev.atom.model.ModelRef;
import dev.atom.router.Route;
import dev.atom.router.Target;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.router.policy.Policy;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.whatif.WhatIf;
import java.util.ArrayList;
import java.util.List;

/**
 * Models to choose from, by how much is trusted to them. Which model belongs to which tier is an
 * opinion by its price and its maker's words; nothing here measures it.
 *
 * @param name how the set is called
 * @param flagship where everything would go without routing
 * @param small for plain requests
 * @param medium for those that need more
 * @param large for the hardest
 */
record ModelSet(
    String name,
    ModelRef flagship,
    List<ModelRef> small,
    List<ModelRef> medium,
    List<ModelRef> large) {
  private static final String SMALL = "small";
  private static final String MEDIUM = "medium";
  private static final String LARGE = "large";

  /** Prompts above these many tokens go to the medium and the large tier. */
  static final long MEDIUM_ABOVE = 3_000;

  static final long LARGE_ABOVE = 8_000;

  static final ModelRef LUNA = new ModelRef("openai", "gpt-6-luna");
  static final ModelRef TERRA = new ModelRef("openai", "gpt-6.1-terra");
  static final ModelRef SOL = new ModelRef("openai", "gpt-6-sol");
  static final ModelRef ASTRA = new ModelRef("openai", "gpt-6-astra");
  private static final ModelRef HAIKU = new ModelRef("anthropic", "claude-haiku-5-5");
  private static final ModelRef SONNET = new ModelRef("anthropic", "claude-sonnet-5-5");
  static final ModelRef OPUS = new ModelRef("anthropic", "claude-opus-5-5");
  private static final ModelRef LITE = new ModelRef("gemini", "gemini-3.5-flash-lite");
  private static final ModelRef FLASH = new ModelRef("gemini", "gemini-3.8-flash");
  private static final ModelRef PRO = new ModelRef("gemini", "gemini-3.1-pro-preview");
  private static final ModelRef DEEP_FLASH = new ModelRef("deepseek", "deepseek-v4-flash");
  static final ModelRef DEEP_PRO = new ModelRef("deepseek", "deepseek-v4-pro");
  private static final ModelRef LLAMA = new ModelRef("groq", "llama-3.1-8b-instant");
  private static final ModelRef OSS_20 = new ModelRef("groq", "openai/gpt-oss-20b");
  private static final ModelRef OSS_120 = new ModelRef("groq", "openai/gpt-oss-120b");

  static List<ModelSet> alone() {
    return List.of(
        new ModelSet("OpenAI", SOL, List.of(LUNA), List.of(TERRA), List.of(SOL)),
        new ModelSet("Anthropic", OPUS, List.of(HAIKU), List.of(SONNET), List.of(OPUS)),
        new ModelSet("Gemini", PRO, List.of(LITE), List.of(FLASH), List.of(PRO)),
        new ModelSet(
            "DeepSeek", DEEP_PRO, List.of(DEEP_FLASH), List.of(DEEP_FLASH), List.of(DEEP_PRO)),
        new ModelSet("Groq", OSS_120, List.of(LLAMA), List.of(OSS_20), List.of(OSS_120)),
        new ModelSet(
            "DeepSeek and Groq",
            DEEP_PRO,
            List.of(LLAMA, OSS_20),
            List.of(OSS_120, DEEP_FLASH),
            List.of(DEEP_PRO)),
        together(SOL));
  }

  /** All providers, held against one flagship. */
  static ModelSet together(ModelRef flagship) {
    return new ModelSet(
        "all five",
        flagship,
        List.of(LUNA, HAIKU, LITE, LLAMA, OSS_20),
        List.of(TERRA, SONNET, FLASH, DEEP_FLASH, OSS_120, DEEP_PRO),
        List.of(SOL, OPUS, PRO));
  }

  Route everythingToTheFlagship(ModelCatalogue catalogue) {
    return Route.newBuilder("flagship").target(target(catalogue, flagship)).build();
  }

  Route cheapest(ModelCatalogue catalogue) {
    return route("cheapest", Policy.cheapest(), catalogue);
  }

  /**
   * The large tier for what is under a written policy or above 8,000 tokens, the medium one for
   * dialogues with several services or above 3,000 tokens, the small one for all else; the cheapest of
   * the tier.
   */
  Route tiered(ModelCatalogue catalogue) {
    Policy tier =
        Policy.either(
            facts ->
                facts.tagged(RequestFacts.TASK, Dialogue.POLICY)
                    || facts.promptTokens() > LARGE_ABOVE,
            Policy.tagged(LARGE),
            Policy.either(
                facts ->
                    facts.tagged(RequestFacts.TASK, Dialogue.SEVERAL)
                        || facts.promptTokens() > MEDIUM_ABOVE,
                Policy.tagged(MEDIUM),
                Policy.tagged(SMALL)));
    return route("tiered", tier.then(Policy.cheapest()), catalogue);
  }

  private Route route(String route, Policy policy, ModelCatalogue catalogue) {
    List<ModelRef> models = new ArrayList<>(small);
    models.addAll(medium);
    models.addAll(large);
    Route.Builder builder = Route.newBuilder(route).policy(policy);
    for (ModelRef model : models.stream().distinct().toList()) {
      Target target = target(catalogue, model);
      target = small.contains(model) ? target.tag(SMALL) : target;
      target = medium.contains(model) ? target.tag(MEDIUM) : target;
      builder.target(large.contains(model) ? target.tag(LARGE) : target);
    }
    return builder.build();
  }

  private static Target target(ModelCatalogue catalogue, ModelRef model) {
    return WhatIf.target(model)
        .facts(
            catalogue
                .facts(model)
                .orElseThrow(
                    () ->
                        new IllegalStateException("the catalogue has no " + model + " any more")));
  }

  String tierOf(String model) {
    if (large.stream().anyMatch(one -> one.toString().equals(model))) {
      return LARGE;
    }
    return medium.stream().anyMatch(one -> one.toString().equals(model)) ? MEDIUM : SMALL;
  }
}
