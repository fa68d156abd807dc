package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.operation.Effect;
import dev.atom.workflow.Plan.PlannedStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/** Walks through a workflow without doing anything. Of one thread. */
final class Planner implements Scope.Data {
  private static final int MOST_STEPS = 10_000;

  private final Workflow workflow;
  private final Map<String, Signature> operations;
  private final Json.Obj inputs;
  private final Map<String, Json> assumed;
  private final Instant now;
  private final Map<String, Json> results = new HashMap<>();
  private final List<PlannedStep> steps = new ArrayList<>();

  Planner(
      Workflow workflow,
      Map<String, Signature> operations,
      Json.Obj inputs,
      Map<String, Json> assumed,
      Instant now) {
    this.workflow = workflow;
    this.operations = operations;
    this.inputs = inputs;
    this.assumed = assumed;
    this.now = now;
  }

  @Override
  public Json.Obj inputs() {
    return inputs;
  }

  @Override
  public Optional<Json> result(String key) {
    return Optional.ofNullable(results.get(key));
  }

  @Override
  public Optional<Json> revision(String key) {
    return Optional.empty();
  }

  Plan plan() {
    List<JsonSchema.Violation> wrong = workflow.inputs().check(inputs);
    if (!wrong.isEmpty()) {
      JsonSchema.Violation first = wrong.getFirst();
      return new Plan(
          List.of(),
          Optional.empty(),
          Optional.of("the inputs at \"" + first.path() + "\": " + first.message()));
    }
    try {
      Optional<Json> returned =
          block(workflow.steps(), Scope.top(this, workflow.definition())).returned();
      return new Plan(steps, returned, Optional.empty());
    } catch (StepRefused e) {
      return new Plan(steps, Optional.empty(), Optional.of(StepError.of(e).toString()));
    }
  }

  /** What a block results in, and whether the run ends with it. */
  private record Outcome(Json last, Optional<Json> returned) {
    static Outcome of(Json last) {
      return new Outcome(last, Optional.empty());
    }
  }

  private Outcome block(List<Step> block, Scope scope) {
    Outcome last = Outcome.of(Json.NULL);
    for (Step step : block) {
      last = step(step, scope);
      if (last.returned().isPresent()) {
        return last;
      }
    }
    return last;
  }

  private Outcome step(Step step, Scope scope) {
    String key = scope.key(step.id());
    return switch (step) {
      case Step.Call call -> call(call, key, scope);
      case Step.Assign assign -> {
        Json.Obj values = Values.resolveObject(assign.variables(), scope);
        Values.bounded(values);
        scope.set(values);
        yield done(key, values);
      }
      case Step.Branch branch -> branch(branch, key, scope);
      case Step.ForEach each -> forEach(each, key, scope);
      case Step.Parallel parallel -> {
        var result = Json.object();
        parallel
            .branches()
            .forEach(
                (name, inner) ->
                    result.put(name, block(inner, scope.branch(new AtomicBoolean())).last()));
        yield done(key, result.build());
      }
      case Step.Wait wait -> {
        add(key, "wait", "", StepWriter.time(wait.time()), scope);
        yield assumed(step.id(), key);
      }
      case Step.WaitFor wait -> {
        Json about = Json.object().put("correlation", wait.correlation()).build();
        add(key, "waitFor", wait.event(), about, scope);
        yield assumed(step.id(), key);
      }
      case Step.Approve approve -> {
        add(key, "approve", "", approve.proposal(), scope);
        yield assumed(step.id(), key);
      }
      case Step.SubWorkflow sub -> {
        add(key, "workflow", sub.workflow() + "@" + sub.version(), sub.inputs(), scope);
        yield assumed(step.id(), key);
      }
      case Step.Return end -> {
        Json value = Values.resolve(end.value(), scope);
        yield new Outcome(value, Optional.of(value));
      }
    };
  }

  private Outcome done(String key, Json result) {
    results.put(key, result);
    return Outcome.of(result);
  }

  private Outcome assumed(String id, String key) {
    Json result = assumed.getOrDefault(key, assumed.get(id));
    return result == null ? Outcome.of(Json.NULL) : done(key, result);
  }

  private void add(String key, String verb, String name, Json arguments, Scope scope) {
    List<String> problems = new ArrayList<>();
    Json resolved = resolve(arguments, scope, problems);
    add(new PlannedStep(key, verb, name, Optional.empty(), resolved, problems));
  }

  private void add(PlannedStep step) {
    if (steps.size() >= MOST_STEPS) {
      throw new StepRefused("too_many_steps", "a plan has at most " + MOST_STEPS + " steps");
    }
    steps.add(step);
  }

  private static Json resolve(Json value, Scope scope, List<String> problems) {
    try {
      return Values.resolve(value, scope);
    } catch (StepRefused e) {
      problems.add(StepError.of(e).message());
      return value;
    }
  }

  private Outcome call(Step.Call call, String key, Scope scope) {
    List<String> problems = new ArrayList<>();
    Json arguments = resolve(call.arguments(), scope, problems);
    Signature operation = operations.get(call.operation());
    Optional<Effect> effect = Optional.empty();
    if (operation == null) {
      problems.add("there is no operation \"" + call.operation() + "\"");
    } else {
      effect = Optional.of(operation.effect());
      if (problems.isEmpty()) {
        operation
            .parameters()
            .check(arguments)
            .forEach(wrong -> problems.add((wrong.path() + " " + wrong.message()).strip()));
      }
    }
    add(new PlannedStep(key, "call", call.operation(), effect, arguments, problems));
    return assumed(call.id(), key);
  }

  private Outcome branch(Step.Branch branch, String key, Scope scope) {
    OptionalInt chosen = workflow.definition().choose(branch.id(), scope.facts(), now);
    Json number = chosen.isPresent() ? Json.of(chosen.getAsInt()) : Json.NULL;
    results.put(key, Json.object().put("case", number).build());
    return block(
        chosen.isPresent() ? branch.cases().get(chosen.getAsInt()).steps() : branch.otherwise(),
        scope);
  }

  private Outcome forEach(Step.ForEach each, String key, Scope scope) {
    if (!(Values.resolve(each.items(), scope) instanceof Json.Arr items)) {
      throw new StepRefused("wrong_type", "what a for-each goes through must be a list");
    }
    if (items.items().size() > each.max()) {
      throw new StepRefused(
          "too_many_iterations",
          "there are " + items.items().size() + " items, at most " + each.max());
    }
    List<Json> lasts = new ArrayList<>();
    for (int i = 0; i < items.items().size(); i++) {
      Scope inner = scope.iteration(i, items.items().get(i), new AtomicBoolean());
      lasts.add(block(each.steps(), inner).last());
    }
    return done(key, Json.array(lasts));
  }
}
