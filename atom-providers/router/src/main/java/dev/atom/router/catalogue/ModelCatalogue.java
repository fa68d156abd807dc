package dev.atom.router.catalogue;

import dev.atom.model.ModelRef;
import dev.atom.usage.PriceBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Models, what they cost and what they can do, as one document with a version. Immutable and
 * thread-safe.
 *
 * <p>Nothing is ever fetched. Prices change after a release: what you bill by, check.
 */
public final class ModelCatalogue {
  private static final String BUNDLED = "models.json";

  private final String version;
  private final LocalDate asOf;
  private final PriceBook prices;
  private final Map<ModelRef, ModelFacts> facts;

  ModelCatalogue(
      String version, LocalDate asOf, PriceBook prices, Map<ModelRef, ModelFacts> facts) {
    this.version = Objects.requireNonNull(version, "version");
    this.asOf = Objects.requireNonNull(asOf, "asOf");
    this.prices = Objects.requireNonNull(prices, "prices");
    this.facts = Map.copyOf(facts);
  }

  /**
   * Reads the catalogue that comes along: list prices of nine providers, none verified against the
   * provider. The file {@code SOURCES.md} beside it in the jar tells where they are from.
   *
   * @return the catalogue, read anew each time; keep it
   */
  public static ModelCatalogue bundled() {
    try (InputStream in = ModelCatalogue.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new IllegalStateException(BUNDLED + " is missing in the jar of atom-router");
      }
      return parse(BUNDLED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(BUNDLED + " in the jar of atom-router can't be read", e);
    }
  }

  /**
   * Reads a catalogue of the host's own, a JSON document of the same form as the bundled one.
   *
   * @param file what the text is called in errors, such as a file's name
   * @param json the text
   * @return the catalogue
   * @throws InvalidPrices if the text is no JSON, a field is missing, unknown or of a wrong form, or
   *     a model is there twice
   */
  public static ModelCatalogue parse(String file, String json) {
    return new CatalogueReader(file).read(json);
  }

  /**
   * Returns the document's version.
   *
   * @return such as {@code "2026-11-21"}; the basis of every cost names it
   */
  public String version() {
    return version;
  }

  /**
   * Returns the day of the newest price in the document.
   *
   * @return the day
   */
  public LocalDate asOf() {
    return asOf;
  }

  /**
   * Returns the prices.
   *
   * @return a book whose version is that of this catalogue
   */
  public PriceBook prices() {
    return prices;
  }

  /**
   * Returns what is known of a model beside its price.
   *
   * @param model by its exact name
   * @return empty if the model is not in the catalogue
   */
  public Optional<ModelFacts> facts(ModelRef model) {
    return Optional.ofNullable(facts.get(model));
  }

  /**
   * Returns all models.
   *
   * @return unmodifiable, in no order
   */
  public Set<ModelRef> models() {
    return facts.keySet();
  }
}
