package dev.atom.workflow;

import dev.atom.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a step sees, in which each expression is worked out once: what it gave is written down before
 * anything is done with it, and whoever goes on with the run takes it from there. Of one thread.
 */
final class Worked implements Values.Lookup {
  /** The member of a step's event that has what its expressions gave. */
  static final String MEMBER = "logic";

  private static final int LONGEST_NAME = 200;

  private final Scope scope;
  private final Map<String, Json> known;
  private final int most;
  private boolean fresh;

  /** In a step of which a record may know some of it. */
  Worked(Scope scope, Optional<StepRecord> record, WorkflowLimits limits) {
    this.scope = scope;
    known = new LinkedHashMap<>(record.map(r -> r.worked().members()).orElse(Map.of()));
    most = limits.resultBytes();
  }

  @Override
  public Optional<Json> find(Values.Path path) {
    return scope.find(path);
  }

  @Override
  public Json logic(Json rule) {
    String text = rule.toString();
    String name = text.length() <= LONGEST_NAME ? text : Host.digest(text);
    Json value = known.get(name);
    if (value == null) {
      value = scope.logic(rule);
      known.put(name, value);
      fresh = true;
    }
    return value;
  }

  /** What is to be written down; empty if all of it is. */
  Optional<Json.Obj> toWrite() {
    if (!fresh) {
      return Optional.empty();
    }
    Json.Obj all = new Json.Obj(known);
    int bytes = all.toUtf8().length;
    if (bytes > most) {
      throw new StepRefused(
          "value_too_large", "expressions gave " + bytes + " bytes; at most " + most);
    }
    return Optional.of(all);
  }

  /** The same with what is to be written down. */
  Json.Obj addTo(Json.Obj data) {
    return toWrite().map(all -> data.toBuilder().put(MEMBER, all).build()).orElse(data);
  }
}
