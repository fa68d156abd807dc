package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.jsonlogic.Explanation;
import dev.atom.rules.jsonlogic.JsonLogicException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JsonLogic rule as a condition, with the id by which traces name it. */
record LogicNode(String id, Condition.Logic condition, Names names) implements Node {

  /** Empty if the rule reads unknown fields, or has operations that can only fail. */
  static Optional<Node> checked(
      Condition.Logic condition, String id, Place place, Names names, Problems problems) {
    int before = problems.count();
    String about = "condition \"" + id + "\" (JsonLogic): ";
    for (JsonLogicException fault : condition.logic().faults()) {
      problems.add(place, Kind.WRONG_FORM, about + said(fault));
    }
    Set<String> fields = condition.logic().fields();
    for (String field : fields) {
      if (names.fact(field).isEmpty()) {
        problems.add(
            place,
            Kind.UNKNOWN_FIELD,
            about
                + "there is no field \""
                + field
                + "\"; known are "
                + Texts.list(names.vocabulary().factNames()));
      }
    }
    if (problems.count() > before) {
      return Optional.empty();
    }
    return Optional.of(new LogicNode(id, condition, names));
  }

  @Override
  public boolean test(Scope scope) {
    return bounded(scope, () -> condition.logic().holds(scope.data(), scope.effort()));
  }

  /** An expression that is too much work has no answer, least of all one that not turns to true. */
  private <T> T bounded(Scope scope, Supplier<T> work) {
    try {
      return work.get();
    } catch (Effort.Spent e) {
      throw e.at(this, id);
    } catch (JsonLogicException e) {
      // It made a value too deep, which is as good as too many steps.
      throw scope.effort().spent().at(this, id);
    }
  }

  @Override
  public Stream<Check> checks(Scope scope) {
    Explanation found =
        bounded(scope, () -> condition.logic().explain(scope.data(), scope.effort()));
    Map<String, Json> reads = new LinkedHashMap<>();
    found
        .reads()
        .forEach((path, value) -> reads.put(path, hides(path) ? Check.hidden(value) : value));
    Finding finding =
        found.holds()
            ? Finding.MATCHES
            : found.failures().isEmpty() ? Finding.DIFFERS : Finding.WRONG_TYPE;
    return Stream.of(
        new Check.Builder(id, condition, finding, found.holds(), false)
            .logic(new Explanation(found.holds(), reads, found.failures()))
            .build());
  }

  /** Whether a value that was read is, holds or belongs to a sensitive one. */
  private boolean hides(String read) {
    RuleVocabulary vocabulary = names.vocabulary();
    String path = names.within(read);
    return vocabulary.factNames().stream()
        .filter(name -> vocabulary.fact(name).filter(RuleVocabulary.Fact::sensitive).isPresent())
        .anyMatch(
            name ->
                path.isEmpty()
                    || name.equals(path)
                    || name.startsWith(path + ".")
                    || path.startsWith(name + "."));
  }

  @Override
  public Stream<Check> reasons(Scope scope) {
    return checks(scope);
  }

  static void describe(Condition.Logic condition, Explanation found, JsonObjectBuilder json) {
    json.put("logic", condition.logic().toJson()).put("reads", new Json.Obj(found.reads()));
    if (!found.failures().isEmpty()) {
      json.put("errors", found.failures().stream().map(e -> Json.of(said(e))).toList());
    }
  }

  /** Such as {@code {"<":[{"var":"a"},5]}, a is 7}. */
  static String text(Condition.Logic condition, Explanation found) {
    String reads =
        found.reads().entrySet().stream()
            .map(read -> ", " + name(read.getKey()) + " is " + Texts.shown(read.getValue()))
            .collect(Collectors.joining());
    String errors =
        found.failures().stream().map(error -> ", " + said(error)).collect(Collectors.joining());
    return Texts.shown(condition.logic().toJson()) + reads + errors;
  }

  private static String said(JsonLogicException error) {
    return error.path().isEmpty() ? error.reason() : "at " + error.path() + ": " + error.reason();
  }

  private static String name(String path) {
    return path.isEmpty() ? "the data" : path;
  }
}
