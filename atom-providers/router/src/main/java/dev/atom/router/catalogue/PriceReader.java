package dev.atom.router.catalogue;

import dev.atom.model.ModelRef;
import dev.atom.usage.Charge;
import dev.atom.usage.Hours;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBuilder;
import dev.atom.usage.PriceFacts;
import dev.atom.usage.RateCard;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one price of a catalogue's model. */
final class PriceReader {
  private static final Map<String, Charge> CHARGES =
      Arrays.stream(Charge.values())
          .collect(Collectors.toMap(c -> c.name().toLowerCase(Locale.ROOT), c -> c));
  private static final Map<String, DayOfWeek> DAYS =
      Arrays.stream(DayOfWeek.values())
          .collect(Collectors.toMap(day -> day.name().substring(0, 3), day -> day));

  private final ModelRef model;
  private final Price.Mode mode;

  PriceReader(ModelRef model, Price.Mode mode) {
    this.model = model;
    this.mode = mode;
  }

  Price read(CatalogueField field) {
    field.members(
        "from",
        "until",
        "source",
        "as_of",
        "verified",
        "note",
        "unpriced",
        "currency",
        "rates",
        "above",
        "tiers",
        "regions",
        "hours");
    PriceBuilder price =
        Price.newBuilder(model, card(field))
            .mode(mode)
            .from(field.member("from").instant())
            .source(field.member("source").text() + ", as of " + field.member("as_of").text())
            .verified(field.member("verified").flag());
    field.optional("until").ifPresent(until -> price.until(until.instant()));
    field.optional("note").ifPresent(note -> price.note(note.text()));
    field.optional("unpriced").ifPresent(what -> price.unpriced(what.text()));
    field.optional("currency").ifPresent(currency -> price.currency(currency.currency()));
    field.optional("hours").ifPresent(hours -> price.hours(hours(hours)));
    field
        .optional("regions")
        .ifPresent(regions -> regions.each((name, factor) -> price.region(name, factor.amount())));
    field.optional("tiers").ifPresent(tiers -> tiers.each((name, tier) -> tier(price, name, tier)));
    try {
      return price.build();
    } catch (IllegalArgumentException e) {
      throw field.member("until").wrong("is not after the price begins; move it or leave it out");
    }
  }

  private static void tier(PriceBuilder price, String name, CatalogueField tier) {
    tier.members("times", "rates", "above");
    if (name.equals(PriceFacts.STANDARD)) {
      throw tier.wrong("is what the price's own rates are; give it another name");
    }
    if (tier.optional("times").isPresent() == tier.optional("rates").isPresent()) {
      throw tier.wrong("needs one of \"times\", a factor, and \"rates\", its own rates");
    }
    if (tier.optional("times").isPresent()) {
      price.tier(name, tier.member("times").amount());
    } else {
      price.tier(name, card(tier));
    }
  }

  private static RateCard card(CatalogueField field) {
    List<RateCard.Step> steps = new ArrayList<>();
    field
        .optional("above")
        .ifPresent(
            above -> {
              for (CatalogueField step : above.items()) {
                step.members("prompt_tokens", "rates");
                steps.add(
                    new RateCard.Step(
                        step.member("prompt_tokens").count(), rates(step.member("rates"))));
              }
            });
    try {
      return new RateCard(rates(field.member("rates")), steps);
    } catch (IllegalArgumentException e) {
      throw field.member("above").wrong("has two steps above one length; keep one of them");
    }
  }

  private static Rates rates(CatalogueField field) {
    field.members(CHARGES.keySet().toArray(String[]::new));
    Map<Charge, BigDecimal> rates = new EnumMap<>(Charge.class);
    CHARGES.forEach(
        (name, charge) ->
            field.optional(name).ifPresent(amount -> rates.put(charge, amount.amount())));
    return Rates.of(rates);
  }

  private static Hours hours(CatalogueField field) {
    field.members("zone", "spans", "inside", "outside");
    List<Hours.Span> spans = new ArrayList<>();
    for (CatalogueField span : field.member("spans").items()) {
      span.members("days", "from", "to");
      Set<DayOfWeek> days =
          span.member("days").items().stream()
              .map(day -> day.oneOf(DAYS))
              .collect(Collectors.toSet());
      if (days.isEmpty()) {
        throw span.member("days").wrong("names no day; write some of MON to SUN");
      }
      spans.add(new Hours.Span(days, span.member("from").time(), span.member("to").time()));
    }
    ZoneId zone = field.member("zone").zone();
    return Hours.of(zone, spans, field.member("inside").amount(), field.member("outside").amount());
  }
}
