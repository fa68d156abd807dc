package dev.atom.benchmarks;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;

/** Twelve facts, as a hand-written program would hold them; money in cents. */
record Customer(
    String tier,
    String country,
    String channel,
    String language,
    String product,
    String subject,
    long totalCents,
    long items,
    BigDecimal sentiment,
    long openTickets,
    boolean vip,
    boolean returning) {
  static final List<String> TIERS = List.of("gold", "silver", "bronze", "none");
  static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "ES", "PL", "NL", "SE", "AT");
  static final List<String> CHANNELS = List.of("email", "chat", "phone", "post");
  static final List<String> LANGUAGES = List.of("de", "fr", "it", "en");
  static final List<String> WORDS = List.of("refund", "parcel", "invoice", "lawyer", "late");
  static final List<String> PRODUCTS = List.of("boots", "coat", "lamp", "desk", "chair");

  static Customer random(RandomGenerator random) {
    return new Customer(
        pick(TIERS, random),
        pick(COUNTRIES, random),
        pick(CHANNELS, random),
        pick(LANGUAGES, random),
        pick(PRODUCTS, random) + "-" + random.nextInt(100),
        "about my " + pick(WORDS, random) + " of last " + pick(PRODUCTS, random),
        random.nextLong(100_000),
        random.nextLong(20),
        BigDecimal.valueOf(random.nextLong(-100, 101), 2),
        random.nextLong(8),
        random.nextBoolean(),
        random.nextBoolean());
  }

  static <T> T pick(List<T> items, RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }

  Json.Obj toJson() {
    return Json.object()
        .put("tier", tier)
        .put("country", country)
        .put("channel", channel)
        .put("language", language)
        .put("product", product)
        .put("subject", subject)
        .put("totalCents", totalCents)
        .put("items", items)
        .put("sentiment", sentiment)
        .put("openTickets", openTickets)
        .put("vip", vip)
        .put("returning", returning)
        .build();
  }
}
