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
  private final RuleLimits limits;
  private final Problems problems;
  private final Place rulePlace;
  private final Set<String> ids = new HashSet<>();
  private final TimeOperands times;
  private Names names;
  private int conditions;

  ConditionCompiler(Names names, RuleLimits limits, Problems problems, Place rulePlace) {
    this.names = names;
    this.times = new TimeOperands(names.vocabulary().calendars());
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
    if (problems.tooDeep(limits.depth(), depth, place)) {
      return Optional.empty();
    }
    // One over the limit is as bad as a million; what is said at the end counts them all.
    if (conditions > limits.conditions() && condition instanceof FieldCondition) {
      conditions++;
      return Optional.empty();
    }
    return switch (condition) {
      case Condition.All all -> group(all.conditions(), place.at("all"), depth).map(Node.All::new);
      case Condition.Any any ->
          group(any.conditions(), place.at("any"), depth).map(nodes -> new Node.AtLeast(1, nodes));
      case Condition.AtLeast atLeast -> atLeast(atLeast, place, depth);
      case Condition.Not not ->
          compile(not.condition(), place.at("not"), depth + 1).map(Node.Not::new);
      case Condition.Logic logic -> logic(logic, place);
      case FieldCondition field -> leaf(field, place);
      case ItemsCondition items -> items(items, place, depth);
      case ExternalCondition external ->
          new ExternalCheck(external, id(external.id(), place), place, names, problems)
              .compile(times);
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

  private Optional<Node> logic(Condition.Logic condition, Place place) {
    String id = id(condition.id(), place);
    conditions += Math.max(0, condition.logic().operations() - 1);
    return LogicNode.checked(condition, id, place, names, problems);
  }

  private Optional<Node> leaf(FieldCondition condition, Place place) {
    String id = id(condition.id(), place);
    int before = problems.count();
    LeafCheck check = new LeafCheck(condition, id, place, names, problems);
    check.run();
    if (problems.count() > before) {
      return Optional.empty();
    }
    FieldPath path = names.path(condition.field()).orElseThrow();
    Comparison comparison = check.comparison();
    Probe probe = Probes.of(condition, path, comparison, times);
    return Optional.of(
        new Node.Leaf(id, condition, path, probe, comparison, sensitive(condition.field())));
  }

  private boolean sensitive(String path) {
    return names.fact(path).map(RuleVocabulary.Fact::sensitive).orElse(false);
  }

  /** Counts the condition and returns what names it in its rule. */
  private String id(Optional<String> given, Place place) {
    conditions++;
    String id = given.orElseGet(() -> place.within(rulePlace));
    if (id.isBlank()) {
      problems.add(place.at("id"), Kind.WRONG_FORM, "the id of a condition must not be blank");
    }
    if (!ids.add(id)) {
      problems.add(
          place.at("id"),
          Kind.DUPLICATE_ID,
          "two conditions of the rule have the id \"" + id + "\"");
    }
    return id;
  }

  private Optional<Node> items(ItemsCondition condition, Place place, int depth) {
    String id = id(condition.id(), place);
    int before = problems.count();
    ItemsCheck check = new ItemsCheck(condition, id, place, names, problems);
    check.run();
    if (problems.count() > before) {
      return Optional.empty();
    }
    FieldPath list = names.path(condition.items()).orElseThrow();
    boolean sensitive = sensitive(condition.items());
    Names around = names;
    names = around.items(list);
    Optional<FieldPath> of = condition.of().flatMap(names::path);
    sensitive |= condition.of().filter(this::sensitive).isPresent();
    check.of(names);
    Optional<Node> each = each(condition, place, depth);
    names = around;
    if (problems.count() > before || each.isEmpty()) {
      return Optional.empty();
    }
    ItemsProbe items = new ItemsProbe(list, condition.fold(), each.get(), of.orElse(null));
    Probe probe = condition.amount().map(amount -> amount(amount, items)).orElse(items::find);
    return Optional.of(new Node.Items(id, condition, items, probe, sensitive));
  }

  private Probe amount(FieldCondition amount, ItemsProbe items) {
    Probe probe = Probes.of(amount, items::amount, Comparison.PLAIN, times);
    // Only another field can hold what is no number either, and only equality is fooled by that.
    boolean fooled =
        amount.operator().positive() == Operator.EQ
            && amount.value().filter(Operands::isField).isPresent();
    return fooled ? items.compared(probe) : probe;
  }

  private Optional<Node> each(ItemsCondition condition, Place place, int depth) {
    Condition each = condition.each().orElse(Condition.all());
    // Here too the whole condition may be empty: it then holds for every item.
    if (each instanceof Condition.All all && all.conditions().isEmpty()) {
      return Optional.of(new Node.All(List.of()));
    }
    String member = condition.of().isPresent() ? "where" : condition.fold().jsonName();
    return compile(each, place.at(member), depth + 1);
  }
}
