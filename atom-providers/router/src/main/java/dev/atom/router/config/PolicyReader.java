package dev.atom.router.config;

import dev.atom.router.policy.Policy;
import dev.atom.router.policy.RequestFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads policies: a word, an object, or a list of these, each narrowing what the one before keeps. */
final class PolicyReader {
  private static final Map<String, Policy> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("order", Policy.order());
    WORDS.put("weighted", Policy.weighted());
    WORDS.put("cheapest", Policy.cheapest());
    WORDS.put("fastest", Policy.fastest());
  }

  private final ConfigParts parts;
  private final ConditionReader conditions;

  PolicyReader(ConfigParts parts) {
    this.parts = parts;
    conditions = new ConditionReader(parts);
  }

  Policy read(Field field) {
    if (field.isArray()) {
      return field.items(1).stream().map(this::read).reduce(Policy::then).orElse(Policy.order());
    }
    return field.isObject() ? object(field.shaped(Shape.POLICY)) : word(field);
  }

  private static Policy word(Field field) {
    return field.oneOf(WORDS).orElse(Policy.order());
  }

  private Policy object(Field field) {
    List<String> kinds =
        Stream.of("cheapest", "tagged", "own", "when")
            .filter(name -> field.get(name).isPresent())
            .toList();
    if (kinds.size() != 1) {
      field.wrong("a policy has exactly one of cheapest, tagged, own and when");
      return Policy.order();
    }
    boolean conditional = field.get("when").isPresent();
    if (conditional != field.get("policy").isPresent()
        || (!conditional && field.get("otherwise").isPresent())) {
      field.wrong(
          "\"when\" needs a \"policy\" and may have one \"otherwise\"; neither stands without it");
      return Policy.order();
    }
    return switch (kinds.get(0)) {
      case "cheapest" -> Policy.cheapest(member(field, "cheapest").number("0", "1000000000"));
      case "tagged" -> Policy.tagged(member(field, "tagged").text());
      case "own" -> member(field, "own").oneOf(parts.policies()).orElse(Policy.order());
      default -> conditional(field);
    };
  }

  private Policy conditional(Field field) {
    Predicate<RequestFacts> condition = conditions.read(member(field, "when"));
    Policy policy = read(member(field, "policy"));
    return field
        .get("otherwise")
        .map(other -> Policy.either(condition, policy, read(other)))
        .orElseGet(() -> Policy.when(condition, policy));
  }

  private static Field member(Field field, String name) {
    return field.get(name).orElseThrow();
  }
}
