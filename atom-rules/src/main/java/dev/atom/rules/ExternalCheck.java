package dev.atom.rules;

import static java.util.stream.Collectors.toSet;

import dev.atom.json.Json;
import dev.atom.rules.ExternalNode.Argument;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a condition on an external fact and compiles it. */
final class ExternalCheck {
  private final ExternalCondition condition;
  private final String id;
  private final Place place;
  private final Names names;
  private final Problems problems;

  ExternalCheck(
      ExternalCondition condition, String id, Place place, Names names, Problems problems) {
    this.condition = condition;
    this.id = id;
    this.place = place;
    this.names = names;
    this.problems = problems;
  }

  /** Empty if something is wrong. */
  Optional<Node> compile(TimeOperands times) {
    int before = problems.count();
    if (names.depth() > 0) {
      problem(place, Kind.WRONG_FORM, "an external fact can't be asked for each item of a list");
    }
    if (FieldPath.parse(condition.external()).isEmpty()) {
      problem(place.at("external"), Kind.WRONG_FORM, "an external fact is named by names and dots");
      return Optional.empty();
    }
    Optional<RuleVocabulary.ExternalFact> fact = names.vocabulary().external(condition.external());
    if (fact.isEmpty()) {
      problem(
          place.at("external"),
          Kind.UNKNOWN_EXTERNAL,
          "there is no external fact \""
              + condition.external()
              + "\"; known are "
              + Texts.list(names.vocabulary().externalNames()));
      return Optional.empty();
    }
    List<Argument> arguments = arguments(fact.get());
    LeafCheck check = new LeafCheck(condition.test(), id, place, names, problems);
    check.external(fact.get().fact());
    if (problems.count() > before) {
      return Optional.empty();
    }
    Probe[] probe = new Probe[1];
    ExternalNode asking =
        new ExternalNode(
            id, condition, arguments, scope -> probe[0].find(scope), fact.get().fact().sensitive());
    probe[0] =
        Probes.of(
            condition.test(),
            scope -> ExternalNode.answer(asking.question(scope), scope),
            check.comparison(),
            times);
    return Optional.of(asking);
  }

  private List<Argument> arguments(RuleVocabulary.ExternalFact fact) {
    List<Argument> arguments = new ArrayList<>();
    condition
        .with()
        .members()
        .forEach((name, value) -> arguments.add(argument(name, value, place.at("with").at(name))));
    // Of the value of a field nothing is known yet.
    Set<String> open =
        arguments.stream().filter(a -> a.field() != null).map(Argument::name).collect(toSet());
    for (var violation : fact.parameters().check(condition.with())) {
      if (!open.contains(member(violation.path()))) {
        problems.add(
            place.at("with"), violation.path(), Kind.WRONG_FORM, about() + violation.message());
      }
    }
    return arguments;
  }

  private Argument argument(String name, Json value, Place at) {
    if (!Operands.isField(value)) {
      return new Argument(name, value, null, false);
    }
    String path = Operands.fieldPath(value);
    Optional<RuleVocabulary.Fact> fact = names.fact(path);
    Optional<String> fault = names.fault(path);
    if (fault.isPresent()) {
      problem(at, Kind.WRONG_FORM, fault.get());
    } else if (fact.isEmpty()) {
      problem(
          at,
          Kind.UNKNOWN_FIELD,
          "there is no field \"" + path + "\"; known are " + Texts.list(names.known()));
    }
    boolean sensitive = fact.map(RuleVocabulary.Fact::sensitive).orElse(false);
    return new Argument(name, value, FieldPath.parse(path).orElse(null), sensitive);
  }

  /** The member that a JSON Pointer leads through first. */
  private static String member(String pointer) {
    int end = pointer.indexOf('/', 1);
    String step = end < 0 ? pointer : pointer.substring(0, end);
    return step.replaceFirst("^/", "").replace("~1", "/").replace("~0", "~");
  }

  private void problem(Place at, Kind kind, String message) {
    problems.add(at, kind, about() + message);
  }

  private String about() {
    return "condition \"" + id + "\" (external " + condition.external() + "): ";
  }
}
