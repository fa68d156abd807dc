package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.JsonLogicException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that references lead to what is there when a step is done, and where steps may stand. */
final class ReferenceCheck {
  private final Json.Obj inputs;
  private final Map<String, String> pointers;
  private final Problems problems;
  private final Map<String, Definition.Place> places;
  private final Map<String, List<String>> revisable = new HashMap<>();

  ReferenceCheck(
      JsonSchema inputs,
      Map<String, String> pointers,
      Problems problems,
      Map<String, Definition.Place> places) {
    this.inputs = inputs.document();
    this.pointers = pointers;
    this.problems = problems;
    this.places = places;
  }

  /** What a step may refer to: grows as steps are passed. */
  private record Seen(
      Set<String> steps, Set<String> variables, List<String> loops, boolean inside) {
    Seen copy() {
      return new Seen(new HashSet<>(steps), new HashSet<>(variables), loops, inside);
    }

    Seen inLoop(String id) {
      List<String> deeper = new ArrayList<>(loops);
      deeper.add(id);
      return new Seen(new HashSet<>(steps), new HashSet<>(variables), deeper, true);
    }

    Seen inBranch() {
      return new Seen(new HashSet<>(steps), new HashSet<>(variables), loops, true);
    }
  }

  void run(List<Step> steps) {
    revisable(steps, List.of());
    block(steps, new Seen(new HashSet<>(), new HashSet<>(), List.of(), false));
  }

  /** Which steps may be sent back, and the for-each steps around them. */
  private void revisable(List<Step> steps, List<String> loops) {
    for (Step step : steps) {
      switch (step) {
        case Step.Approve approve -> {
          if (approve.terms().reviseFrom().isPresent()) {
            revisable.put(approve.id(), loops);
          }
        }
        case Step.Branch branch -> {
          branch.cases().forEach(one -> revisable(one.steps(), loops));
          revisable(branch.otherwise(), loops);
        }
        case Step.ForEach each -> {
          List<String> deeper = new ArrayList<>(loops);
          deeper.add(each.id());
          revisable(each.steps(), List.copyOf(deeper));
        }
        case Step.Parallel parallel ->
            parallel.branches().values().forEach(inner -> revisable(inner, loops));
        case Step.Call c -> {}
        case Step.Assign a -> {}
        case Step.Wait w -> {}
        case Step.WaitFor w -> {}
        case Step.SubWorkflow s -> {}
        case Step.Return r -> {}
      }
    }
  }

  /** The way back leads to a step before, in the same iteration and branch. */
  private void wayBack(Step.Approve approve, List<Step> before) {
    approve
        .terms()
        .reviseFrom()
        .filter(from -> before.stream().noneMatch(step -> step.id().equals(from)))
        .ifPresent(
            from ->
                problems.add(
                    pointers.getOrDefault(approve.id(), "") + "/reviseFrom",
                    "\"" + from + "\" is no step before this one in the same list of steps"));
  }

  private void block(List<Step> steps, Seen seen) {
    for (Step step : steps) {
      if (step instanceof Step.Approve approve) {
        wayBack(approve, steps.subList(0, steps.indexOf(step)));
      }
      places.put(step.id(), new Definition.Place(step, seen.loops()));
      check(step, seen);
      seen.steps().add(step.id());
    }
  }

  private void check(Step step, Seen seen) {
    String at = pointers.getOrDefault(step.id(), "");
    switch (step) {
      case Step.Call call -> call(call, at, seen);
      case Step.Assign assign -> {
        value(assign.variables(), at + "/set", seen);
        seen.variables().addAll(assign.variables().members().keySet());
      }
      case Step.Branch branch -> branch(branch, at, seen);
      case Step.ForEach each -> {
        value(each.items(), at + "/forEach", seen);
        mustBeList(each.items(), at + "/forEach");
        block(each.steps(), seen.inLoop(each.id()));
      }
      case Step.Parallel parallel -> {
        Set<String> after = new HashSet<>();
        for (List<Step> steps : parallel.branches().values()) {
          Seen within = seen.inBranch();
          block(steps, within);
          after.addAll(within.steps());
        }
        seen.steps().addAll(after);
      }
      case Step.Wait wait -> value(waited(wait.time()), at + "/wait", seen);
      case Step.WaitFor wait -> {
        value(wait.correlation(), at + "/correlation", seen);
        wait.timeout().ifPresent(time -> value(time, at + "/timeout", seen));
      }
      case Step.Approve approve -> {
        value(approve.proposal(), at + "/approve", seen);
        value(approve.title(), at + "/title", seen);
        value(waited(approve.terms().due()), at + "/due", seen);
      }
      case Step.SubWorkflow sub -> value(sub.inputs(), at + "/with", seen);
      case Step.Return result -> {
        value(result.value(), at + "/return", seen);
        if (seen.inside()) {
          problems.add(at, "a return can't stand within a for-each or a parallel step");
        }
      }
    }
  }

  private void call(Step.Call call, String at, Seen seen) {
    value(call.arguments(), at + "/with", seen);
    call.options().key().ifPresent(key -> value(key, at + "/key", seen));
    call.options()
        .compensation()
        .ifPresent(
            undo -> {
              Seen after = seen.copy();
              after.steps().add(call.id());
              value(undo.arguments(), at + "/compensate/with", after);
            });
  }

  private void branch(Step.Branch branch, String at, Seen seen) {
    Seen before = seen.copy();
    for (int i = 0; i < branch.cases().size(); i++) {
      Step.Case one = branch.cases().get(i);
      String when = at + "/branch/" + i + "/when";
      Conditions.fields(one.when(), when, (path, field) -> path(field, path, before));
      Seen within = before.copy();
      block(one.steps(), within);
      seen.steps().addAll(within.steps());
      seen.variables().addAll(within.variables());
    }
    Seen within = before.copy();
    block(branch.otherwise(), within);
    seen.steps().addAll(within.steps());
    seen.variables().addAll(within.variables());
  }

  private static Json waited(WaitTime time) {
    return switch (time) {
      case WaitTime.For f -> f.duration();
      case WaitTime.Until u -> u.instant();
      case WaitTime.Working w -> w.duration();
    };
  }

  private void value(Json value, String at, Seen seen) {
    int[] count = new int[1];
    Values.visit(
        value,
        at,
        new Values.Visitor() {
          @Override
          public void path(String pointer, Values.Path path) {
            ReferenceCheck.this.path(path, pointer, seen);
          }

          @Override
          public void expression(String pointer, Json rule) {
            if (++count[0] == Expressions.MOST + 1) {
              problems.add(at, "has more than " + Expressions.MOST + " expressions");
            } else if (count[0] <= Expressions.MOST) {
              ReferenceCheck.this.expression(rule, pointer, seen);
            }
          }
        });
  }

  private void expression(Json rule, String at, Seen seen) {
    try {
      JsonLogic logic = JsonLogic.parse(rule, Expressions.LIMITS);
      logic.faults().forEach(fault -> problems.add(at + fault.path(), fault.reason()));
      logic.fields().forEach(field -> path(Values.Path.of(field), at, seen));
    } catch (JsonLogicException e) {
      problems.add(at + e.path(), e.reason());
    }
  }

  private void path(Values.Path path, String at, Seen seen) {
    if (!path.wellFormed()) {
      problems.add(at, "\"" + path.text() + "\" is no path: names with dots between, at most 500");
      return;
    }
    switch (path.root()) {
      case "inputs" -> input(path, at);
      case "steps" -> step(path, at, seen);
      case "vars" -> {
        if (path.steps().size() < 2 || !seen.variables().contains(path.steps().get(1))) {
          problems.add(at, "\"" + path.text() + "\": no step before sets this variable");
        }
      }
      case "revisions" -> revision(path, at, seen);
      case "item", "index" -> {
        if (seen.loops().isEmpty()) {
          problems.add(at, "\"" + path.text() + "\" is known within a for-each only");
        }
      }
      default ->
          problems.add(
              at,
              "\""
                  + path.text()
                  + "\" begins with none of inputs, steps, vars, revisions, item, index");
    }
  }

  private void step(Values.Path path, String at, Seen seen) {
    String id = path.steps().size() < 2 ? "" : path.steps().get(1);
    if (seen.steps().contains(id)) {
      return;
    }
    if (!pointers.containsKey(id)) {
      problems.add(at, "\"" + path.text() + "\": there is no step \"" + id + "\"");
    } else {
      problems.add(
          at,
          "\""
              + path.text()
              + "\": step \""
              + id
              + "\" has no result here: it comes later, or stands within a for-each or in another"
              + " branch");
    }
  }

  private void revision(Values.Path path, String at, Seen seen) {
    List<String> loops = revisable.get(path.steps().size() < 2 ? "" : path.steps().get(1));
    if (loops == null
        || loops.size() > seen.loops().size()
        || !seen.loops().subList(0, loops.size()).equals(loops)) {
      problems.add(at, "\"" + path.text() + "\": no approve step here has a \"reviseFrom\"");
    }
  }

  private void input(Values.Path path, String at) {
    Schemas.at(inputs, path.steps().subList(1, path.steps().size()))
        .ifPresent(problem -> problems.add(at, "\"" + path.text() + "\": " + problem));
  }

  private void mustBeList(Json items, String at) {
    Optional<Values.Path> path = Values.reference(items);
    if (path.isPresent() && path.get().root().equals("inputs") && path.get().wellFormed()) {
      List<String> steps = path.get().steps();
      Schemas.type(inputs, steps.subList(1, steps.size()))
          .filter(type -> !type.equals("array"))
          .ifPresent(type -> problems.add(at, "must be a list; the input is of type " + type));
    }
  }
}
