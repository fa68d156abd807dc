package dev.atom.usage;

import dev.atom.model.ModelRef;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Prices with every kind of rule, as plain numbers: tokens in billionths of a dollar each, all else
 * in millionths, factors in hundredths.
 */
final class GeneratedPrices {
  static final ModelRef MODEL = new ModelRef("p", "m");
  static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
  static final int SPAN = 2 * 365 * 86_400;
  static final int YUAN = 1_407;
  private static final long[] LENGTHS = {0, 1_000, 100_000, 200_000, 272_000};
  private static final List<String> ZONES =
      List.of("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/London");

  /** Rates by the length that a prompt must exceed; 0 stands for the base. */
  record Card(Map<Long, Map<Charge, Integer>> byLength) {}

  record Window(String zone, List<Hours.Span> spans, int inside, int outside) {}

  record Plan(
      boolean host,
      Instant from,
      Optional<Instant> until,
      Map<String, Card> cards,
      Map<String, Integer> factors,
      Map<String, Integer> regions,
      Optional<Window> window,
      String currency,
      boolean unpriced) {}

  private final Random random;

  GeneratedPrices(Random random) {
    this.random = random;
  }

  List<Plan> plans() {
    List<Plan> plans = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    int count = 1 + random.nextInt(4);
    while (plans.size() < count) {
      Plan plan = plan();
      if (seen.add(List.of(plan.host(), plan.from()))) {
        plans.add(plan);
      }
    }
    return plans;
  }

  Instant instant() {
    return Instant.ofEpochSecond(BEGIN + random.nextInt(SPAN), 1_000_000L * random.nextInt(1_000));
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private Plan plan() {
    Instant from = oneIn(2) ? Instant.MIN : instant();
    Instant end = instant();
    Optional<Instant> until = oneIn(4) && end.isAfter(from) ? Optional.of(end) : Optional.empty();
    Map<String, Card> cards = new HashMap<>(Map.of("standard", card()));
    if (oneIn(2)) {
      cards.put("fast", card());
    }
    Map<String, Integer> factors = oneIn(2) ? Map.of("batch", 50) : Map.of("batch", 40, "flex", 75);
    Map<String, Integer> regions = oneIn(3) ? Map.of("eu", 110, "us", 105) : Map.of();
    return new Plan(
        oneIn(3),
        from,
        until,
        cards,
        factors,
        regions,
        oneIn(2) ? Optional.of(window()) : Optional.empty(),
        oneIn(6) ? "CNY" : oneIn(25) ? "EUR" : "USD",
        oneIn(30));
  }

  private Card card() {
    Map<Long, Map<Charge, Integer>> byLength = new HashMap<>(Map.of(0L, rates()));
    for (int i = 1; i < LENGTHS.length; i++) {
      if (oneIn(4)) {
        byLength.put(LENGTHS[i], rates());
      }
    }
    return new Card(byLength);
  }

  private Map<Charge, Integer> rates() {
    Map<Charge, Integer> rates = new EnumMap<>(Charge.class);
    for (Charge charge : Charge.values()) {
      if (!oneIn(charge == Charge.REQUEST ? 2 : 12)) {
        rates.put(charge, random.nextInt(20_000));
      }
    }
    return rates;
  }

  private Window window() {
    List<Hours.Span> spans = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
      days.add(DayOfWeek.of(1 + random.nextInt(7)));
      LocalTime from = LocalTime.ofSecondOfDay(60L * random.nextInt(1_440));
      LocalTime to = LocalTime.ofSecondOfDay(60L * random.nextInt(1_440));
      spans.add(new Hours.Span(days, from, to));
    }
    String zone = ZONES.get(random.nextInt(ZONES.size()));
    return new Window(zone, spans, 100 + random.nextInt(100), random.nextInt(100));
  }

  static PriceBook book(List<Plan> plans) {
    PriceBook own = PriceBook.of(plans.stream().filter(Plan::host).map(p -> price(p)).toList());
    return PriceBook.of(plans.stream().filter(p -> !p.host()).map(p -> price(p)).toList())
        .with(own)
        .exchange(Currency.getInstance("CNY"), BigDecimal.valueOf(YUAN, 4));
  }

  private static Price price(Plan plan) {
    PriceBuilder price =
        Price.newBuilder(MODEL, card(plan.cards().get("standard")))
            .from(plan.from())
            .currency(Currency.getInstance(plan.currency()));
    plan.until().ifPresent(price::until);
    plan.cards().entrySet().stream()
        .filter(card -> !card.getKey().equals("standard"))
        .forEach(card -> price.tier(card.getKey(), card(card.getValue())));
    plan.factors().forEach((tier, factor) -> price.tier(tier, BigDecimal.valueOf(factor, 2)));
    plan.regions().forEach((name, factor) -> price.region(name, BigDecimal.valueOf(factor, 2)));
    plan.window().ifPresent(w -> price.hours(hours(w)));
    return (plan.unpriced() ? price.unpriced("a thing") : price).build();
  }

  private static Hours hours(Window window) {
    return Hours.of(
        ZoneId.of(window.zone()),
        window.spans(),
        BigDecimal.valueOf(window.inside(), 2),
        BigDecimal.valueOf(window.outside(), 2));
  }

  private static RateCard card(Card card) {
    RateCard built = RateCard.of(rates(card.byLength().get(0L)));
    for (Map.Entry<Long, Map<Charge, Integer>> step : card.byLength().entrySet()) {
      built = step.getKey() == 0 ? built : built.above(step.getKey(), rates(step.getValue()));
    }
    return built;
  }

  private static Rates rates(Map<Charge, Integer> plain) {
    Map<Charge, BigDecimal> rates = new EnumMap<>(Charge.class);
    plain.forEach(
        (charge, rate) -> rates.put(charge, BigDecimal.valueOf(rate, charge.per() == 1 ? 6 : 3)));
    return Rates.of(rates);
  }
}
