package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.rules.Facts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a step sees: the run's data in one iteration of each loop around it. Of one thread. */
final class Scope implements Values.Lookup {
  /** Where a run's data are. */
  interface Data {
    Json.Obj inputs();

    /** What a step has resulted in; empty if it is not done. */
    Optional<Json> result(String key);

    /** With what an approve step was last sent back; empty if it was not. */
    Optional<Json> revision(String key);
  }

  private final Data data;
  private final Definition definition;
  private final List<String> iterations;
  private final Map<String, Json> variables;
  private final @Nullable Json item;
  private final AtomicBoolean halted;

  private Scope(
      Data data,
      Definition definition,
      List<String> iterations,
      Map<String, Json> variables,
      @Nullable Json item,
      AtomicBoolean halted) {
    this.data = data;
    this.definition = definition;
    this.iterations = iterations;
    this.variables = variables;
    this.item = item;
    this.halted = halted;
  }

  static Scope top(Data data, Definition definition) {
    return new Scope(data, definition, List.of(), new HashMap<>(), null, new AtomicBoolean());
  }

  /** One iteration; what halts it halts the others too. */
  Scope iteration(int index, Json element, AtomicBoolean halt) {
    List<String> deeper = new java.util.ArrayList<>(iterations);
    deeper.add(Integer.toString(index));
    return new Scope(
        data, definition, List.copyOf(deeper), new HashMap<>(variables), element, halt);
  }

  /** A branch beside others. */
  Scope branch(AtomicBoolean halt) {
    return new Scope(data, definition, iterations, new HashMap<>(variables), item, halt);
  }

  boolean halted() {
    return halted.get();
  }

  AtomicBoolean halt() {
    return halted;
  }

  /** Names a step in this iteration. */
  String key(String id) {
    return key(id, iterations.size());
  }

  private String key(String id, int depth) {
    return depth == 0 ? id : id + "[" + String.join(".", iterations.subList(0, depth)) + "]";
  }

  void set(Json.Obj values) {
    variables.putAll(values.members());
  }

  @Override
  public Optional<Json> find(Values.Path path) {
    List<String> steps = path.steps();
    return switch (path.root()) {
      case "inputs" -> path.within(data.inputs(), 1);
      case "steps" -> steps.size() < 2 ? Optional.empty() : step(steps.get(1), path);
      case "revisions" ->
          steps.size() < 2
              ? Optional.empty()
              : revision(steps.get(1)).flatMap(sent -> path.within(sent, 2));
      case "vars" -> {
        Json value = steps.size() < 2 ? null : variables.get(steps.get(1));
        yield value == null ? Optional.empty() : path.within(value, 2);
      }
      case "item" -> item == null ? Optional.empty() : path.within(item, 1);
      case "index" -> iterations.isEmpty() ? Optional.empty() : Optional.of(index());
      default -> Optional.empty();
    };
  }

  private Json index() {
    return Json.of(Integer.parseInt(iterations.getLast()));
  }

  private Optional<Json> step(String id, Values.Path path) {
    return result(id).flatMap(result -> path.within(result, 2));
  }

  private Optional<Json> result(String id) {
    Definition.Place place = definition.places().get(id);
    if (place == null || place.loops().size() > iterations.size()) {
      return Optional.empty();
    }
    return data.result(key(id, place.loops().size()));
  }

  private Optional<Json> revision(String id) {
    Definition.Place place = definition.places().get(id);
    return place == null || place.loops().size() > iterations.size()
        ? Optional.empty()
        : data.revision(key(id, place.loops().size()));
  }

  /** The same in which a step is done. */
  Scope having(String key, Json result) {
    Data more =
        new Data() {
          @Override
          public Json.Obj inputs() {
            return data.inputs();
          }

          @Override
          public Optional<Json> result(String wanted) {
            return wanted.equals(key) ? Optional.of(result) : data.result(wanted);
          }

          @Override
          public Optional<Json> revision(String wanted) {
            return data.revision(wanted);
          }
        };
    return new Scope(more, definition, iterations, variables, item, halted);
  }

  @Override
  public Json logic(Json rule) {
    return Expressions.evaluate(rule, all());
  }

  /** Everything, for conditions. */
  Facts facts() {
    return Facts.of(all());
  }

  private Json.Obj all() {
    Map<String, Json> results = new LinkedHashMap<>();
    Map<String, Json> revisions = new LinkedHashMap<>();
    for (Map.Entry<String, Definition.Place> place : definition.places().entrySet()) {
      if (place.getValue().loops().size() <= iterations.size()) {
        result(place.getKey()).ifPresent(value -> results.put(place.getKey(), value));
        revision(place.getKey()).ifPresent(sent -> revisions.put(place.getKey(), sent));
      }
    }
    JsonObjectBuilder all =
        Json.object()
            .put("inputs", data.inputs())
            .put("vars", new Json.Obj(variables))
            .put("steps", new Json.Obj(results))
            .put("revisions", new Json.Obj(revisions));
    if (item != null) {
      all.put("item", item).put("index", index());
    }
    return all.build();
  }
}
