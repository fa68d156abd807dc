package dev.atom.rules;

import dev.atom.rules.RuleVocabulary.Fact;
import dev.atom.schema.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The facts that a vocabulary declares, by their paths in their order. Immutable. */
record DeclaredFacts(Map<String, FactDescription> byPath) {
  /** What stands in a path for the places in a list. */
  static final String ITEMS = "[]";

  private static final Pattern INDEX = Pattern.compile("\\.(?:0|[1-9][0-9]{0,8})(?=\\.|\\z)");

  static DeclaredFacts of(Map<String, FactDescription> byPath) {
    return new DeclaredFacts(Collections.unmodifiableMap(new LinkedHashMap<>(byPath)));
  }

  /** What is known of a path in which lists may have places. */
  Optional<Fact> find(String path) {
    if (path.equals(Facts.EVENT)) {
      return Optional.of(Fact.EVENT);
    }
    if (path.equals(Scope.NOW)) {
      return Optional.of(Fact.NOW);
    }
    FactDescription exact = byPath.get(path);
    return exact != null ? Optional.of(Fact.of(exact)) : declared(withoutPlaces(path));
  }

  private static String withoutPlaces(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (Character.isDigit(path.charAt(i))) {
        return INDEX.matcher(path).replaceAll(ITEMS);
      }
    }
    return path;
  }

  /** What is declared of a path in which {@code []} stands for places in lists. */
  private Optional<Fact> declared(String path) {
    FactDescription fact = byPath.get(path);
    if (fact != null) {
      return Optional.of(Fact.of(fact));
    }
    boolean item = path.endsWith(ITEMS);
    int end = item ? path.length() - ITEMS.length() : path.lastIndexOf('.');
    if (end < 0) {
      return Optional.empty();
    }
    String above = path.substring(0, end);
    boolean described = !item && above.endsWith(ITEMS) && anyBelow(above);
    // Of what lies within a list or an undeclared object nothing is known but whether to hide it.
    return described
        ? Optional.empty()
        : declared(above)
            .filter(list -> list.type() == FactType.ANY || list.type() == FactType.LIST)
            .map(list -> new Fact(FactType.ANY, List.of(), list.sensitive()));
  }

  private boolean anyBelow(String path) {
    return byPath.keySet().stream().anyMatch(fact -> fact.startsWith(path + "."));
  }

  /** How a field of a schema is declared. */
  static FactDescription description(String path, Field field) {
    FactType type =
        switch (field.type()) {
          case TEXT, CHOICE -> FactType.TEXT;
          case INTEGER, DECIMAL -> FactType.NUMBER;
          case BOOLEAN -> FactType.BOOLEAN;
          case DATE -> FactType.DATE;
          case TIME -> FactType.TIME;
          case INSTANT -> FactType.INSTANT;
        };
    FactDescription.Builder fact =
        FactDescription.newBuilder(path, type).description(field.description());
    field.choices().forEach(choice -> fact.choice(choice, choice));
    return (field.sensitive() ? fact.sensitive() : fact).build();
  }
}
