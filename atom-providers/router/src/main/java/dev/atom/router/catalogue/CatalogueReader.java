package dev.atom.router.catalogue;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one catalogue, see {@link ModelCatalogue#parse}. */
final class CatalogueReader {
  private static final Map<String, Capability> FLAGS =
      Map.of(
          "tools", Capability.TOOLS,
          "json_schema", Capability.STRUCTURED_OUTPUT,
          "vision", Capability.IMAGE_INPUT,
          "reasoning", Capability.REASONING);

  private final String file;

  CatalogueReader(String file) {
    this.file = file;
  }

  ModelCatalogue read(String text) {
    CatalogueField document = new CatalogueField(file, "-", "", json(text));
    document.members("version", "as_of", "models");
    String version = document.member("version").text();
    LocalDate asOf = document.member("as_of").day();
    Map<ModelRef, ModelFacts> facts = new LinkedHashMap<>();
    List<Price> prices = new ArrayList<>();
    int number = 0;
    for (CatalogueField item : document.member("models").items()) {
      read(item.entry("" + ++number), facts, prices);
    }
    return new ModelCatalogue(version, asOf, PriceBook.of("prices " + version, prices), facts);
  }

  private Json json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      throw new InvalidPrices(file, "-", "-", "this is no JSON: " + e.getMessage());
    }
  }

  private static void read(
      CatalogueField numbered, Map<ModelRef, ModelFacts> facts, List<Price> prices) {
    numbered.members("provider", "name", "mode", "facts", "prices");
    ModelRef model =
        new ModelRef(numbered.member("provider").text(), numbered.member("name").text());
    CatalogueField entry = numbered.entry(model.toString());
    if (facts.containsKey(model)) {
      throw entry.member("name").wrong("is there twice; put all its prices into one entry");
    }
    Price.Mode mode = entry.member("mode").constant(Price.Mode.class);
    facts.put(model, facts(model, mode, entry.member("facts")));
    Set<Object> begins = new HashSet<>();
    for (CatalogueField item : entry.member("prices").items()) {
      Price price = new PriceReader(model, mode).read(item);
      if (!begins.add(price.from())) {
        throw item.member("from").wrong("is the begin of two prices; keep one of them");
      }
      prices.add(price);
    }
  }

  private static ModelFacts facts(ModelRef model, Price.Mode mode, CatalogueField field) {
    field.members(
        "context_tokens",
        "max_output_tokens",
        "tools",
        "json_schema",
        "vision",
        "reasoning",
        "responses_only");
    EnumSet<Capability> capabilities = EnumSet.noneOf(Capability.class);
    FLAGS.forEach(
        (flag, capability) -> {
          if (field.member(flag).flag()) {
            capabilities.add(capability);
          }
        });
    return new ModelFacts(
        model,
        mode,
        count(field, "context_tokens"),
        count(field, "max_output_tokens"),
        capabilities,
        field.optional("responses_only").map(CatalogueField::flag).orElse(false));
  }

  private static OptionalLong count(CatalogueField field, String name) {
    return field
        .optional(name)
        .map(count -> OptionalLong.of(count.count()))
        .orElseGet(OptionalLong::empty);
  }
}
