package dev.atom.rules;

import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.RuleDocument.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks rules against a vocabulary and compiles them. Not thread-safe. */
final class RuleCompiler {
  private final RuleVocabulary vocabulary;
  private final Names names;
  private final RuleLimits limits;
  private final Problems problems;

  RuleCompiler(RuleVocabulary vocabulary, RuleLimits limits, Problems problems) {
    this.vocabulary = vocabulary;
    this.names = Names.top(vocabulary);
    this.limits = limits;
    this.problems = problems;
  }

  /** The rules in their order, the first of which comes to stand at a place. */
  List<CompiledRule> compile(List<Placed> rules, Map<String, GroupMode> groups, int first) {
    List<CompiledRule> compiled = new ArrayList<>();
    for (Placed placed : rules) {
      Rule rule = placed.rule();
      GroupMode mode =
          rule.group().map(name -> groups.getOrDefault(name, GroupMode.ALL)).orElse(GroupMode.ALL);
      Optional<Node> node = compile(placed);
      if (node.isPresent()) {
        compiled.add(new CompiledRule(rule, node.get(), mode, first + compiled.size()));
      }
    }
    return compiled;
  }

  private Optional<Node> compile(Placed placed) {
    Rule rule = placed.rule();
    Place place = placed.place();
    for (int i = 0; i < rule.actions().size(); i++) {
      check(rule.actions().get(i), place.at("then").at(i));
    }
    return new ConditionCompiler(names, limits, problems, place).compile(rule);
  }

  private void check(Action action, Place place) {
    if (vocabulary.actions().isEmpty()) {
      return;
    }
    JsonSchema schema = vocabulary.actions().get(action.name());
    if (schema == null) {
      problems.add(
          place.at("do"),
          Kind.UNKNOWN_ACTION,
          "there is no action \""
              + action.name()
              + "\"; known are "
              + Texts.list(vocabulary.actions().keySet().stream().sorted().toList()));
      return;
    }
    for (JsonSchema.Violation violation : schema.check(action.parameters())) {
      problems.add(
          place.at("with"),
          violation.path(),
          Kind.WRONG_FORM,
          "action \"" + action.name() + "\": " + violation.message());
    }
  }
}
