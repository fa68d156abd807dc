package dev.atom.rules;

import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the condition of one rule and compiles it. Not thread-safe. */
final class ConditionCompiler {
  private final RuleVocabulary vocabulary;
  private final RuleLimits limits;
  private final Problems problems;
  private final Place rulePlace;
  private final Set<String> ids = new HashSet<>();
  private int conditions;

  ConditionCompiler(
      RuleVocabulary vocabulary, RuleLimits limits, Problems problems, Place rulePlace) {
    this.vocabulary = vocabulary;
    this.limits = limits;
    this.problems = problems;
    this.rulePlace = rulePlace;
  }

  /**
   * Compiles all that a rule asks: its triggers, its time and its condition. Empty if something is
   * wrong; the problems say what.
   */
  Optional<Node> compile(Rule rule) {
    List<Node> asked = new ArrayList<>();
    Place on = rulePlace.at("on");
    List<Node> triggers = new ArrayList<>();
    for (int i = 0; i < rule.triggers().size(); i++) {
      Condition condition = rule.triggers().get(i).condition(rule.id());
      compile(condition, on.at(i), 1).ifPresent(triggers::add);
    }
    if (!triggers.isEmpty()) {
      asked.add(triggers.size() == 1 ? triggers.getFirst() : new Node.AtLeast(1, triggers));
    }
    for (Condition time : rule.effective().conditions()) {
      compile(time, rulePlace.at("effective"), 1).ifPresent(asked::add);
    }
    return when(rule.condition())
        .map(
            node -> {
              if (asked.isEmpty()) {
                return node;
              }
              asked.add(node);
              return new Node.All(asked);
            });
  }

  private Optional<Node> when(Condition condition) {
    Place place = rulePlace.at("when");
    // Only the whole condition may be empty: it then says that the rule always matches.
    if (condition instanceof Condition.All all && all.conditions().isEmpty()) {
      return Optional.of(new Node.All(List.of()));
    }
    Optional<Node> node = compile(condition, place, 1);
    if (conditions > limits.conditions()) {
      problems.add(
          place,
          Kind.LIMIT_EXCEEDED,
          "the rule has " + conditions + " conditions; at most " + limits.conditions());
    }
    return node;
  }

  private Optional<Node> compile(Condition condition, Place place, int depth) {
    if (depth > limits.depth()) {
      problems.add(
          place,
          Kind.LIMIT_EXCEEDED,
          "conditions are nested deeper than " + limits.depth() + " levels");
      return Optional.empty();
    }
    return switch (condition) {
      case Condition.All all -> group(all.conditions(), place.at("all"), depth).map(Node.All::new);
      case Condition.Any any ->
          group(any.conditions(), place.at("any"), depth).map(nodes -> new Node.AtLeast(1, nodes));
      case Condition.AtLeast atLeast -> atLeast(atLeast, place, depth);
      case Condition.Not not ->
          compile(not.condition(), place.at("not"), depth + 1).map(Node.Not::new);
      case FieldCondition field -> leaf(field, place);
    };
  }

  private Optional<Node> atLeast(Condition.AtLeast atLeast, Place place, int depth) {
    int size = atLeast.conditions().size();
    if (atLeast.count() < 1 || atLeast.count() > size) {
      problems.add(
          place.at("atLeast"),
          Kind.WRONG_FORM,
          "\"atLeast\" must be from 1 to the number of conditions, which is "
              + size
              + ", not "
              + atLeast.count());
    }
    return group(atLeast.conditions(), place.at("of"), depth)
        .map(nodes -> new Node.AtLeast(atLeast.count(), nodes));
  }

  private Optional<List<Node>> group(List<Condition> members, Place place, int depth) {
    if (members.isEmpty()) {
      problems.add(
          place,
          Kind.WRONG_FORM,
          "a list of conditions must not be empty; only {\"all\": []} as the whole condition of a"
              + " rule, which always holds");
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      compile(members.get(i), place.at(i), depth + 1).ifPresent(nodes::add);
    }
    return nodes.size() == members.size() ? Optional.of(nodes) : Optional.empty();
  }

  private Optional<Node> leaf(FieldCondition condition, Place place) {
    conditions++;
    String inRule = place.path().substring(rulePlace.path().length());
    String id = condition.id().orElse(inRule);
    if (id.isBlank()) {
      problems.add(place.at("id"), Kind.WRONG_FORM, "the id of a condition must not be blank");
    }
    if (!ids.add(id)) {
      problems.add(
          place.at("id"),
          Kind.DUPLICATE_ID,
          "two conditions of the rule have the id \"" + id + "\"");
    }
    int before = problems.count();
    LeafCheck check = new LeafCheck(condition, id, place, vocabulary, problems);
    check.run();
    if (problems.count() > before) {
      return Optional.empty();
    }
    FieldPath path = FieldPath.parse(condition.field()).orElseThrow();
    boolean sensitive =
        vocabulary.fact(condition.field()).map(RuleVocabulary.Fact::sensitive).orElse(false);
    Probe probe = Probes.of(condition, path, check.comparison());
    return Optional.of(new Node.Leaf(id, condition, path, probe, sensitive));
  }
}
