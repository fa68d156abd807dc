package dev.atom.router.config;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ModelRef;
import dev.atom.router.catalogue.InvalidPrices;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.router.catalogue.ModelFacts;
import dev.atom.usage.PriceBook;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * Reads prices: the bundled ones or none, and over them the host's own, entries of the form that {@link
 * ModelCatalogue#parse} reads. For use by one thread.
 */
final class PricesReader {
  /** What every entry's faults are looked for under; the document's own version is put in later. */
  private static final Json.Obj PROBE =
      Json.object().put("version", "probe").put("as_of", "2026-01-01").build();

  private final ConfigParts parts;

  PricesReader(ConfigParts parts) {
    this.parts = parts;
  }

  /**
   * Prices, and what is known of models.
   *
   * @param book what calls cost
   * @param own the host's own catalogue
   * @param bundled the one below it
   */
  record Prices(PriceBook book, Optional<ModelCatalogue> own, Optional<ModelCatalogue> bundled) {
    Optional<ModelFacts> facts(ModelRef model) {
      return own.flatMap(catalogue -> catalogue.facts(model))
          .or(() -> bundled.flatMap(catalogue -> catalogue.facts(model)));
    }
  }

  /** Without a word on prices the bundled ones hold. */
  Prices usual() {
    ModelCatalogue bundled = parts.catalogue();
    return new Prices(bundled.prices(), Optional.empty(), Optional.of(bundled));
  }

  Prices read(Field field) {
    field.shaped(Shape.PRICES);
    boolean below = field.get("bundled").map(Field::flag).orElse(true);
    Optional<ModelCatalogue> bundled = below ? Optional.of(parts.catalogue()) : Optional.empty();
    String version = field.get("version").map(Field::text).orElse("of the configuration");
    Optional<ModelCatalogue> own =
        field.get("models").flatMap(models -> catalogue(models, version));
    PriceBook book = bundled.map(ModelCatalogue::prices).orElseGet(() -> PriceBook.of(List.of()));
    if (own.isPresent()) {
      book = book.with(own.get().prices());
    }
    return new Prices(exchange(field.get("exchange"), book), own, bundled);
  }

  private static Optional<ModelCatalogue> catalogue(Field models, String version) {
    int mark = models.problems().mark();
    models.items(0).forEach(PricesReader::entry);
    if (!models.problems().noneSince(mark)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(models.value(), version));
    } catch (InvalidPrices e) {
      // Each entry is right for itself.
      models.wrong("entry " + e.entry() + ", " + e.field() + ": " + e.problem());
      return Optional.empty();
    }
  }

  /** Tells the first fault of the entry itself, and the first one of each of its prices. */
  private static void entry(Field field) {
    field.withoutSecrets();
    Optional<List<Json>> prices = field.get("prices").map(Field::value).map(PricesReader::itemsOf);
    if (!(field.value() instanceof Json.Obj object) || prices.isEmpty()) {
      look(field, field.value(), "");
      return;
    }
    int mark = field.problems().mark();
    look(field, with(object, List.of()), "");
    boolean sound = field.problems().noneSince(mark);
    for (int i = 0; sound && i < prices.get().size(); i++) {
      look(field, with(object, List.of(prices.get().get(i))), "/prices/" + i);
    }
    if (field.problems().noneSince(mark)) {
      look(field, object, "");
    }
  }

  /** Empty, as is what is no list: the look at the whole tells that. */
  private static List<Json> itemsOf(Json value) {
    return value instanceof Json.Arr array ? array.items() : List.of();
  }

  private static Json.Obj with(Json.Obj entry, List<Json> prices) {
    return entry.toBuilder().put("prices", Json.array(prices)).build();
  }

  private static void look(Field field, Json entry, String lone) {
    try {
      parse(Json.array(List.of(entry)), "probe");
    } catch (InvalidPrices e) {
      String path =
          e.field().equals("-") ? "" : "/" + e.field().replace("]", "").replaceAll("[.\\[]", "/");
      String pointer = lone.isEmpty() ? path : path.replaceFirst("^/prices/0", lone);
      field.problems().add(field.pointer() + pointer, e.problem());
    } catch (IllegalArgumentException e) {
      field.problems().add(field.pointer() + lone, String.valueOf(e.getMessage()));
    }
  }

  private static ModelCatalogue parse(Json models, String version) {
    JsonObjectBuilder document = PROBE.toBuilder().put("version", version).put("models", models);
    return ModelCatalogue.parse("the configuration", document.build().toString());
  }

  private static PriceBook exchange(Optional<Field> rates, PriceBook prices) {
    PriceBook book = prices;
    if (rates.isPresent()) {
      for (var entry : rates.get().entries().entrySet()) {
        BigDecimal usd = entry.getValue().amount("0", "1000000000");
        if (usd.signum() == 0) {
          entry.getValue().wrong("a rate of exchange is above 0: how many dollars one unit is");
        } else {
          book = currency(entry.getKey(), entry.getValue(), book, usd);
        }
      }
    }
    return book;
  }

  private static PriceBook currency(String name, Field field, PriceBook book, BigDecimal usd) {
    try {
      return book.exchange(Currency.getInstance(name), usd);
    } catch (IllegalArgumentException e) {
      field.wrong(Names.shown(name) + " is no other currency than USD, such as EUR (ISO 4217)");
      return book;
    }
  }
}
