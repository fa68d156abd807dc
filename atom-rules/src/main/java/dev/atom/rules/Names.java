package dev.atom.rules;

import dev.atom.rules.RuleVocabulary.Fact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What paths mean where a condition stands: at the top of a rule, or on the items of a list. Every path
 * is read and looked up once, however many rules have it. Thread-safe only for who asks for no path.
 */
final class Names {
  private final RuleVocabulary vocabulary;
  private final @Nullable Names outer;
  private final String item;
  private final Map<String, Optional<FieldPath>> paths;
  private final Map<String, Optional<Fact>> facts = new HashMap<>();

  private Names(
      RuleVocabulary vocabulary,
      @Nullable Names outer,
      String item,
      Map<String, Optional<FieldPath>> paths) {
    this.vocabulary = vocabulary;
    this.outer = outer;
    this.item = item;
    this.paths = paths;
  }

  static Names top(RuleVocabulary vocabulary) {
    return new Names(vocabulary, null, "", new HashMap<>());
  }

  /** The names on the items of the list at a path that has been checked. */
  Names items(FieldPath list) {
    String items = at(list).map(n -> n.inVocabulary(list)).orElse("") + "[]";
    return new Names(vocabulary, this, items, paths);
  }

  /** The path that a text is; empty if it is none. */
  Optional<FieldPath> path(String text) {
    return paths.computeIfAbsent(text, FieldPath::parse);
  }

  RuleVocabulary vocabulary() {
    return vocabulary;
  }

  /** How many lists the condition stands in. */
  int depth() {
    return outer == null ? 0 : 1 + outer.depth();
  }

  /** Whether the path leads into an item rather than into the facts. */
  boolean inItem(FieldPath path) {
    return at(path).filter(names -> names.outer != null).isPresent();
  }

  /** What is known of the fact at a path; empty if there is none. */
  Optional<Fact> fact(String text) {
    return facts.computeIfAbsent(text, t -> path(t).flatMap(this::fact));
  }

  private Optional<Fact> fact(FieldPath path) {
    if (path.reserved()) {
      return vocabulary.fact(path.text());
    }
    return at(path)
        .filter(names -> names.outer != null || !path.item())
        .flatMap(names -> vocabulary.fact(names.inVocabulary(path)));
  }

  /** The names of the level that the path leads out to; empty if there are not so many. */
  private Optional<Names> at(FieldPath path) {
    Names at = this;
    for (int i = path.outward(); i > 0; i--) {
      if (at.outer == null) {
        return Optional.empty();
      }
      at = at.outer;
    }
    return Optional.of(at);
  }

  private String inVocabulary(FieldPath path) {
    if (path.item()) {
      return item;
    }
    return outer == null ? path.inner() : item + "." + path.inner();
  }

  /** The path in the vocabulary of what lies here under a plain path; empty for all of it. */
  String within(String path) {
    if (outer == null) {
      return path;
    }
    return path.isEmpty() ? item : item + "." + path;
  }

  /** Why no condition here can have such a path; empty if it is well formed. */
  Optional<String> fault(String text) {
    Optional<FieldPath> path = path(text);
    if (path.isEmpty()) {
      return Optional.of("\"" + text + "\" is no path; use names and dots");
    }
    if (text.contains("[]")) {
      return Optional.of(
          "\"" + text + "\" is of the items of a list, which a condition on \"items\" looks at");
    }
    Optional<Names> names = at(path.get());
    if (names.isEmpty()) {
      return Optional.of("\"" + text + "\" leads further out than the rule's facts");
    }
    return path.get().item() && names.get().outer == null
        ? Optional.of("\"" + text + "\" is an item, and stands only in conditions on items")
        : Optional.empty();
  }

  List<String> known() {
    return vocabulary.factNames();
  }
}
