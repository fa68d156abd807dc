package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the rows of a table into rules: the engine's index serves tables as it serves rules. */
final class TableRules {
  private TableRules() {}

  static RuleSet of(TableContent table, RuleVocabulary vocabulary) {
    List<Rule> rules = table.rows().stream().map(row -> rule(row, table)).toList();
    try {
      return RuleSet.of(rules, Map.of(), vocabulary);
    } catch (InvalidRules e) {
      throw new InvalidRules(e.problems().stream().map(TableRules::inTable).toList());
    }
  }

  private static Rule rule(Row row, TableContent table) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < table.inputs().size(); i++) {
      Input input = table.inputs().get(i);
      new CellConditions(input.field(), input.type())
          .of(row.when().get(i))
          .ifPresent(conditions::add);
    }
    Rule.Builder rule = Rule.newBuilder(row.id()).when(new Condition.All(conditions));
    // A rule that says stop ends the evaluation at the first hit.
    return table.policy() == HitPolicy.FIRST ? rule.stop().build() : rule.build();
  }

  /** The message names the condition, which is named after the column; the path is the row's. */
  private static InvalidRules.Problem inTable(InvalidRules.Problem problem) {
    String[] steps = problem.path().split("/", 4);
    String path = steps.length > 2 ? "/rows/" + steps[2] : "";
    return new InvalidRules.Problem(problem.rule(), path, problem.kind(), problem.message());
  }

  /** The outputs of a row, with defaults. */
  static Json.Obj outputs(TableContent table, List<Json> then) {
    var json = Json.object();
    for (int i = 0; i < table.outputs().size(); i++) {
      Output output = table.outputs().get(i);
      output.of(then.get(i)).ifPresent(value -> json.put(output.name(), value));
    }
    return json.build();
  }
}
