package dev.atom.examples.quickstart;

import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.secret.SecretRef;
import dev.atom.usage.Charge;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which model answers, and what is to be said about it.
 *
 * @param model the model
 * @param prices what its tokens cost
 * @param lease how long a call may take before somebody else may take the conversation over
 * @param notes lines for the top of the output
 */
record ModelChoice(ChatModel model, PriceBook prices, Duration lease, List<String> notes) {
  private static final String OPENAI_MODEL = "gpt-5-mini";
  private static final Options.Rates DEMONSTRATION =
      new Options.Rates(BigDecimal.ONE, BigDecimal.valueOf(4));

  private static boolean mocked(Options options, Map<String, String> environment) {
    boolean key = !environment.getOrDefault("OPENAI_API_KEY", "").isBlank();
    return options.mock || (options.baseUrl.isEmpty() && !key);
  }

  /** Refuses what can't be, before anything is written. */
  static void check(Options options, Map<String, String> environment) {
    if (options.model.isPresent() && mocked(options, environment)) {
      throw new BadInput("--model needs OPENAI_API_KEY in the environment, or --base-url");
    }
  }

  static ModelChoice of(Options options, Map<String, String> environment, Home home, Dialogues d) {
    if (mocked(options, environment)) {
      return replay(home, d);
    }
    return options.baseUrl.isPresent()
        ? compatible(options, environment.getOrDefault("ATOM_API_KEY", ""), home)
        : openAi(options, environment.getOrDefault("OPENAI_API_KEY", ""), home);
  }

  private static ModelChoice replay(Home home, Dialogues dialogues) {
    SecretRef key = home.seal("mock", "demonstration-key-of-no-use");
    return new ModelChoice(
        ReplayModel.of(dialogues),
        prices(ReplayModel.REF, Optional.of(DEMONSTRATION)),
        Duration.ofSeconds(1),
        List.of(
            "NO REAL MODEL: the dialogues' annotations are replayed (no key, no network).",
            "Tokens are estimated, 4 characters each; the price is made up for demonstration:",
            "$1 per million tokens read, $4 per million written.",
            "A demonstration key is sealed in the vault: " + mask(home, key)));
  }

  // @start region="openai"
  private static ModelChoice openAi(Options options, String key, Home home) {
    SecretRef sealed = home.seal("openai", key);
    // Each call asks the vault for its key; nothing else holds it.
    Provider openAi = Provider.of(Profiles.openAi(), home.vault());
    ChatModel model = openAi.chat(options.model.orElse(OPENAI_MODEL));
    return real(model, options, "OpenAI", "key " + mask(home, sealed) + " from the vault");
  }

  // @end

  private static ModelChoice compatible(Options options, String key, Home home) {
    String note = "no key";
    if (!key.isBlank()) {
      note = "key " + mask(home, home.seal("local", key)) + " from the vault";
    }
    URI base = options.baseUrl.orElseThrow();
    Provider local = Provider.of(Profiles.compatible("local", base.toString()), home.vault());
    ChatModel model = local.chat(options.model.orElseThrow());
    return real(model, options, base.getHost(), note);
  }

  private static ModelChoice real(ChatModel model, Options options, String where, String key) {
    String price =
        options
            .rates
            .map(r -> "$" + r.input() + " and $" + r.output() + " per million tokens, as given")
            .orElse("unknown; give one with --price");
    return new ModelChoice(
        model,
        prices(model.ref(), options.rates),
        Duration.ofMinutes(2),
        List.of(
            "A real model answers: " + model.ref() + " at " + where + ", " + key + ".",
            "Price: " + price + "."));
  }

  private static String mask(Home home, SecretRef ref) {
    return home.vault().masked(ref).orElseThrow().text();
  }

  private static PriceBook prices(ModelRef model, Optional<Options.Rates> rates) {
    return PriceBook.of(
        rates.stream()
            .map(
                rate ->
                    // One price for all tokens sent, whatever the provider's cache had of them.
                    Rates.tokens(rate.input(), rate.output())
                        .and(Charge.CACHED_INPUT, rate.input())
                        .and(Charge.CACHE_WRITE, rate.input()))
            .map(all -> Price.of(model, all))
            .toList());
  }
}
