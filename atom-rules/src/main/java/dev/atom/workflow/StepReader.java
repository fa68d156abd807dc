package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads steps from a workflow document. Not thread-safe. */
final class StepReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final int DEEPEST = 20;
  private static final int MOST_STEPS = 1_000;
  private static final List<String> VERBS =
      List.of(
          "call",
          "set",
          "branch",
          "forEach",
          "parallel",
          "wait",
          "waitFor",
          "approve",
          "workflow",
          "return");

  private final Problems problems;
  private final Map<String, RuleSet> branches = new HashMap<>();
  private final Map<String, String> pointers = new HashMap<>();
  private int count;

  StepReader(Problems problems) {
    this.problems = problems;
  }

  Map<String, RuleSet> branches() {
    return branches;
  }

  /** Where each step stands in the document, by its id. */
  Map<String, String> pointers() {
    return pointers;
  }

  List<Step> steps(Form form, String member, int depth) {
    return steps(form.list(member), form.at(member), depth);
  }

  private List<Step> steps(List<Json> items, String path, int depth) {
    List<Step> steps = new ArrayList<>();
    if (depth > DEEPEST) {
      problems.add(path, "steps are nested deeper than " + DEEPEST + " levels");
      return steps;
    }
    for (int i = 0; i < items.size(); i++) {
      if (++count > MOST_STEPS) {
        problems.add(path, "there are more than " + MOST_STEPS + " steps");
        return steps;
      }
      Form.of(items.get(i), path + "/" + i, problems)
          .flatMap(form -> step(form, depth))
          .ifPresent(steps::add);
    }
    return steps;
  }

  private Optional<Step> step(Form form, int depth) {
    String id = form.text("id");
    if (form.has("id") && !ID.matcher(id).matches()) {
      problems.add(
          form.at("id"), "must be a letter, then letters, digits, \"_\" and \"-\", at most 64");
    }
    if (pointers.putIfAbsent(id, form.path()) != null) {
      problems.add(form.at("id"), "\"" + id + "\" is the id of another step, too");
    }
    List<String> verbs = VERBS.stream().filter(form::has).toList();
    if (verbs.size() != 1) {
      problems.add(form.path(), "a step has exactly one of " + String.join(", ", VERBS));
      return Optional.empty();
    }
    return Optional.of(
        switch (verbs.getFirst()) {
          case "call" -> CallReader.read(form, id);
          case "set" -> assign(form, id);
          case "branch" -> branch(form, id, depth);
          case "forEach" -> forEach(form, id, depth);
          case "parallel" -> parallel(form, id, depth);
          case "wait" -> {
            form.onlyKnows(List.of("id", "wait"));
            yield new Step.Wait(id, WaitReader.read(form, "wait"));
          }
          case "waitFor" -> waitFor(form, id);
          case "approve" -> ApproveReader.read(form, id);
          case "workflow" -> subWorkflow(form, id);
          default -> result(form, id);
        });
  }

  private static Step assign(Form form, String id) {
    form.onlyKnows(List.of("id", "set"));
    if (Expressions.is(form.object("set"))) {
      form.problems().add(form.at("set"), "has values by name; an expression is one of them");
    }
    for (String name : form.object("set").members().keySet()) {
      if (!ID.matcher(name).matches()) {
        form.problems()
            .add(
                Problems.at(form.at("set"), name),
                "a variable's name is a letter, then letters, digits, \"_\" and \"-\", at most 64");
      }
    }
    return new Step.Assign(id, form.object("set"));
  }

  private static Step result(Form form, String id) {
    form.onlyKnows(List.of("id", "return"));
    return new Step.Return(id, form.value("return"));
  }

  private Step branch(Form form, String id, int depth) {
    form.onlyKnows(List.of("id", "branch", "otherwise"));
    List<Json> items = form.list("branch");
    if (items.isEmpty()) {
      problems.add(form.at("branch"), "needs at least one case");
    }
    CaseRules rules = new CaseRules(problems);
    List<Step.Case> cases = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String path = form.at("branch") + "/" + i;
      Optional<Form> one = Form.of(items.get(i), path, problems);
      if (one.isPresent()) {
        one.get().onlyKnows(List.of("when", "steps"));
        Json when = one.get().value("when");
        Optional<Condition> condition = rules.add(i, when, Problems.at(path, "when"));
        List<Step> body = steps(one.get(), "steps", depth + 1);
        condition.ifPresent(holds -> cases.add(new Step.Case(holds, body)));
      }
    }
    if (problems.none()) {
      branches.put(id, rules.set());
    }
    return new Step.Branch(id, cases, steps(form, "otherwise", depth + 1));
  }

  private Step forEach(Form form, String id, int depth) {
    form.onlyKnows(List.of("id", "forEach", "max", "concurrency", "steps"));
    Json items = form.value("forEach");
    int max = form.number("max", 1, 100_000, Optional.empty());
    int concurrency = form.number("concurrency", 1, 256, Optional.of(1));
    if (!(items instanceof Json.Arr)
        && Values.reference(items).isEmpty()
        && !Expressions.is(items)) {
      problems.add(
          form.at("forEach"), "must be a list, or a reference or expression that gives one");
    }
    return new Step.ForEach(id, items, max, concurrency, body(form, depth));
  }

  private List<Step> body(Form form, int depth) {
    if (form.list("steps").isEmpty()) {
      problems.add(form.path(), "needs \"steps\", at least one");
    }
    return steps(form, "steps", depth + 1);
  }

  private Step parallel(Form form, String id, int depth) {
    form.onlyKnows(List.of("id", "parallel", "failFast"));
    Map<String, List<Step>> branches = new LinkedHashMap<>();
    Form inner = new Form(form.object("parallel"), form.at("parallel"), problems);
    for (String name : inner.object().members().keySet()) {
      branches.put(name, steps(inner, name, depth + 1));
    }
    if (branches.isEmpty() || branches.size() > 100) {
      problems.add(form.at("parallel"), "needs 1 to 100 branches");
    }
    return new Step.Parallel(id, branches, form.flag("failFast", false));
  }

  private static Step waitFor(Form form, String id) {
    form.onlyKnows(List.of("id", "waitFor", "correlation", "timeout"));
    Optional<Json> timeout = form.object().get("timeout");
    timeout.ifPresent(value -> form.checkDuration("timeout", value));
    Json correlation = form.object().get("correlation").orElse(Json.of(""));
    return new Step.WaitFor(id, form.text("waitFor"), correlation, timeout);
  }

  private static Step subWorkflow(Form form, String id) {
    form.onlyKnows(List.of("id", "workflow", "version", "with", "onError"));
    int version = form.number("version", 1, 1_000_000, Optional.empty());
    return new Step.SubWorkflow(
        id, form.text("workflow"), version, form.object("with"), CallReader.onError(form));
  }
}
