package dev.atom.router.config;

import dev.atom.router.policy.RequestFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Reads conditions on requests: an object, all of whose members must hold. */
final class ConditionReader {
  private static final long UNSAID = -1;

  private final ConfigParts parts;

  ConditionReader(ConfigParts parts) {
    this.parts = parts;
  }

  Predicate<RequestFacts> read(Field field) {
    field.shaped(Shape.CONDITION);
    if (field.isObject() && field.entries().isEmpty()) {
      field.wrong("a condition is empty; write what must hold");
    }
    List<Predicate<RequestFacts>> all = new ArrayList<>();
    range(field, "prompt_tokens", RequestFacts::promptTokens, all);
    range(
        field,
        "max_output_tokens",
        facts -> facts.maxOutputTokens().map(Integer::longValue).orElse(UNSAID),
        all);
    field.get("needs").ifPresent(needs -> all.add(needs(needs)));
    among(field, "model", RequestFacts::model, all);
    among(field, "tenant", facts -> Optional.of(facts.tenant()), all);
    among(field, "user", RequestFacts::user, all);
    field.get("tags").ifPresent(tags -> tags(tags, all));
    field.get("all").ifPresent(list -> all.add(and(several(list))));
    field.get("any").ifPresent(list -> all.add(or(several(list))));
    field.get("not").ifPresent(not -> all.add(read(not).negate()));
    field.get("own").flatMap(own -> own.oneOf(parts.conditions())).ifPresent(all::add);
    return and(all);
  }

  private List<Predicate<RequestFacts>> several(Field field) {
    return field.items(1).stream().map(this::read).toList();
  }

  private static Predicate<RequestFacts> and(List<Predicate<RequestFacts>> all) {
    List<Predicate<RequestFacts>> kept = List.copyOf(all);
    return facts -> kept.stream().allMatch(condition -> condition.test(facts));
  }

  private static Predicate<RequestFacts> or(List<Predicate<RequestFacts>> any) {
    return facts -> any.stream().anyMatch(condition -> condition.test(facts));
  }

  /** A number that the request doesn't say is in no range. */
  private static void range(
      Field field,
      String name,
      ToLongFunction<RequestFacts> number,
      List<Predicate<RequestFacts>> all) {
    Optional<Field> range = field.get(name);
    if (range.isEmpty()) {
      return;
    }
    Field bounds = range.get().shaped(Shape.RANGE);
    Optional<Long> least = bounds.get("at_least").map(bound -> bound.whole(0, Long.MAX_VALUE));
    Optional<Long> below = bounds.get("below").map(bound -> bound.whole(1, Long.MAX_VALUE));
    if (bounds.isObject() && least.isEmpty() && below.isEmpty()) {
      bounds.wrong("a range has \"at_least\", \"below\", or both");
    }
    if (least.isPresent() && below.isPresent() && least.get() >= below.get()) {
      bounds.wrong("at_least is not less than below, so that no number fits");
    }
    long from = least.orElse(0L);
    long to = below.orElse(Long.MAX_VALUE);
    all.add(
        facts -> {
          long value = number.applyAsLong(facts);
          return value >= from && value < to;
        });
  }

  private static Predicate<RequestFacts> needs(Field field) {
    List<Predicate<RequestFacts>> needs = new ArrayList<>();
    field
        .items(1)
        .forEach(
            item ->
                item.oneOf(Words.CAPABILITIES)
                    .ifPresent(capability -> needs.add(facts -> facts.needs(capability))));
    return and(needs);
  }

  private static void among(
      Field field,
      String name,
      Function<RequestFacts, Optional<String>> fact,
      List<Predicate<RequestFacts>> all) {
    Optional<Field> member = field.get(name);
    if (member.isPresent()) {
      Set<String> values = new HashSet<>(member.get().texts());
      all.add(facts -> fact.apply(facts).map(values::contains).orElse(false));
    }
  }

  private static void tags(Field field, List<Predicate<RequestFacts>> all) {
    Map<String, Field> tags = field.entries();
    if (field.isObject() && tags.isEmpty()) {
      field.wrong("names no tag; write names and values");
    }
    tags.forEach(
        (name, member) -> {
          Set<String> values = new HashSet<>(member.texts());
          all.add(
              facts -> {
                String told = facts.tags().get(name);
                return told != null && values.contains(told);
              });
        });
  }
}
