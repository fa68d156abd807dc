package dev.atom.benchmarks;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Twelve facts of an event, as a hand-written program would hold them. */
record Ticket(
    String tier,
    String country,
    String channel,
    String language,
    String product,
    String team,
    boolean vip,
    long totalCents,
    long items,
    BigDecimal sentiment,
    long age,
    long score) {
  static final List<String> TIERS = names("tier-", 5);
  static final List<String> COUNTRIES = names("C", 30);
  static final List<String> CHANNELS = names("channel", 6);
  static final List<String> LANGUAGES = names("l", 12);
  static final List<String> PRODUCTS = names("product-", 200);
  static final List<String> TEAMS = names("team of ", 40);
  static final long TOTAL = 100_000;
  static final long ITEMS = 50;
  static final long SENTIMENT = 100;
  static final long AGE = 90;
  static final long SCORE = 1_000;

  private static List<String> names(String stem, int count) {
    return IntStream.range(0, count).mapToObj(i -> stem + i).toList();
  }

  static Ticket random(RandomGenerator random) {
    return new Ticket(
        pick(TIERS, random),
        pick(COUNTRIES, random),
        pick(CHANNELS, random),
        pick(LANGUAGES, random),
        pick(PRODUCTS, random),
        pick(TEAMS, random),
        random.nextInt(10) == 0,
        random.nextLong(TOTAL),
        random.nextLong(ITEMS),
        BigDecimal.valueOf(random.nextLong(-SENTIMENT, SENTIMENT + 1), 2),
        random.nextLong(AGE),
        random.nextLong(SCORE));
  }

  static <T> T pick(List<T> items, RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }

  /** As it comes from outside: with texts and names of its own. */
  Json.Obj toJson() {
    return Json.parseObject(
        Json.object()
            .put("tier", tier)
            .put("country", country)
            .put("channel", channel)
            .put("language", language)
            .put("product", product)
            .put("team", team)
            .put("vip", vip)
            .put("totalCents", totalCents)
            .put("items", items)
            .put("sentiment", sentiment)
            .put("age", age)
            .put("score", score)
            .build()
            .toString());
  }
}
