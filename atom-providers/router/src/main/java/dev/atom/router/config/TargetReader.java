package dev.atom.router.config;

import dev.atom.AtomException;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.router.Target;
import dev.atom.router.catalogue.ModelFacts;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads targets. For use by one thread. */
final class TargetReader {
  private final ConfigParts parts;
  private final Function<ModelRef, Optional<ModelFacts>> facts;

  TargetReader(ConfigParts parts, Function<ModelRef, Optional<ModelFacts>> facts) {
    this.parts = parts;
    this.facts = facts;
  }

  /** Those that routes call by name; a name whose target is wrong stays known and has none. */
  Map<String, Optional<Target>> named(Field field) {
    Map<String, Optional<Target>> named = new LinkedHashMap<>();
    field
        .entries()
        .forEach(
            (name, target) -> {
              boolean usable = target.usableAsName(name);
              Optional<Target> read = read(target.shaped(Shape.TARGET));
              named.put(name, usable ? read.map(made -> made.named(name)) : Optional.empty());
            });
    return named;
  }

  Optional<Target> inline(Field field) {
    Optional<Target> target = read(field.shaped(Shape.INLINE_TARGET));
    Optional<String> name = field.get("name").map(Field::name);
    return target.map(made -> name.map(made::named).orElse(made));
  }

  private Optional<Target> read(Field field) {
    if (!field.isObject()) {
      return Optional.empty();
    }
    int mark = field.problems().mark();
    Optional<Target> place = place(field);
    UnaryOperator<Target> rest = rest(field, place.map(Target::ref));
    return field.problems().noneSince(mark) ? place.map(rest) : Optional.empty();
  }

  private Optional<Target> place(Field field) {
    Optional<Field> model = field.get("model");
    Optional<Field> client = field.get("client");
    if (model.isPresent() == client.isPresent()) {
      field.wrong(
          "a target has either a \"model\" such as openai/gpt-4o, or a \"client\", whose own model or"
              + " the one that the request names is asked");
      return Optional.empty();
    }
    return model.isPresent() ? model(model.get()) : client(client.get());
  }

  private Optional<Target> model(Field field) {
    String text = field.text();
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    if (slash < 1 || name.isBlank()) {
      field.wrong(field.form() + " is no model; write client/name, such as openai/gpt-4o");
      return Optional.empty();
    }
    return known(field, text.substring(0, slash)).flatMap(client -> of(field, client, name));
  }

  private static Optional<Target> of(Field field, ConfigParts.Client client, String name) {
    try {
      ChatModel found = client.model().apply(name);
      return Optional.of(Target.of(found, name));
    } catch (IllegalArgumentException | AtomException e) {
      field.wrong("the host's client refuses this model: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Target> client(Field field) {
    Optional<ConfigParts.Client> client = known(field, field.text());
    if (client.isPresent() && client.get().own().isEmpty()) {
      field.wrong(field.form() + " has a client for each model; write it as \"model\"");
    }
    return client.flatMap(ConfigParts.Client::own).map(Target::of);
  }

  private Optional<ConfigParts.Client> known(Field field, String name) {
    ConfigParts.Client client = parts.clients().get(name);
    if (client == null) {
      field
          .problems()
          .unknown(
              field.pointer(),
              "the host has no client named " + Names.shown(name),
              name,
              parts.clients().keySet());
    }
    return Optional.ofNullable(client);
  }

  /** All but the place. */
  private UnaryOperator<Target> rest(Field field, Optional<ModelRef> ref) {
    int tier = field.get("tier").map(tiers -> tiers.count(0)).orElse(0);
    double weight =
        field.get("weight").map(weights -> weights.number("0", "1000000000")).orElse(1.0);
    Set<String> tags = new HashSet<>(field.get("tags").map(Field::texts).orElse(List.of()));
    Optional<Long> window =
        field.get("context_tokens").map(tokens -> tokens.whole(1, Long.MAX_VALUE));
    boolean told = field.get("facts").map(Field::flag).orElse(true);
    Set<Capability> without = new HashSet<>();
    field
        .get("without")
        .ifPresent(
            list ->
                list.items(0)
                    .forEach(item -> item.oneOf(Words.CAPABILITIES).ifPresent(without::add)));
    UnaryOperator<Target> use = use(field);
    UnaryOperator<ChatRequest> request = request(field);
    Optional<String> priceTier = field.get("price_tier").map(Field::text);
    Optional<String> priceRegion = field.get("price_region").map(Field::text);
    return place -> {
      Target target = told ? ref.flatMap(facts).map(place::facts).orElse(place) : place;
      target = target.tier(tier).weight(weight).without(without.toArray(new Capability[0]));
      for (String tag : tags) {
        target = target.tag(tag);
      }
      target = window.isPresent() ? target.contextTokens(window.get()) : target;
      target = priceTier.map(target::priceTier).orElse(target);
      target = priceRegion.map(target::priceRegion).orElse(target);
      return use.apply(target.request(request));
    };
  }

  private static UnaryOperator<Target> use(Field field) {
    Map<String, UnaryOperator<Target>> uses = new LinkedHashMap<>();
    uses.put("too_long", Target::onlyIfTooLong);
    uses.put("refused", Target::onlyIfRefused);
    return field.get("only_if").flatMap(use -> use.oneOf(uses)).orElse(UnaryOperator.identity());
  }

  private UnaryOperator<ChatRequest> request(Field field) {
    UnaryOperator<ChatRequest> options =
        field.get("options").map(OptionsReader::read).orElse(UnaryOperator.identity());
    UnaryOperator<ChatRequest> own =
        field
            .get("change")
            .flatMap(change -> change.oneOf(parts.changes()))
            .orElse(UnaryOperator.identity());
    return request -> own.apply(options.apply(request));
  }
}
