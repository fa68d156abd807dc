package dev.atom.workflow;

import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.rules.GroupMode;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
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
          case "call" -> call(form, id);
          case "set" -> assign(form, id);
          case "branch" -> branch(form, id, depth);
          case "forEach" -> forEach(form, id, depth);
          case "parallel" -> parallel(form, id, depth);
          case "wait" -> {
            form.onlyKnows(List.of("id", "wait"));
            yield new Step.Wait(id, time(form, "wait"));
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

  private static Step call(Form form, String id) {
    form.onlyKnows(
        List.of("id", "call", "with", "retry", "timeout", "key", "onError", "compensate"));
    Optional<Duration> timeout = form.duration("timeout");
    if (timeout.filter(Duration::isZero).isPresent()) {
      form.problems().add(form.at("timeout"), "must be more than zero");
    }
    Optional<Json> key = form.object().get("key");
    if (key.isPresent()
        && key.filter(k -> k instanceof Json.Str || k instanceof Json.Obj).isEmpty()) {
      form.problems().add(form.at("key"), "must be a text, a reference or an expression");
    }
    Optional<Compensation> undo =
        form.has("compensate")
            ? Form.of(form.value("compensate"), form.at("compensate"), form.problems())
                .map(StepReader::compensation)
            : Optional.empty();
    RetryPolicy retry = retry(form, RetryPolicy.never());
    return new Step.Call(
        id,
        form.text("call"),
        form.object("with"),
        new CallOptions(retry, timeout, key, onError(form), undo));
  }

  private static Compensation compensation(Form form) {
    form.onlyKnows(List.of("call", "do", "with", "retry"));
    if (form.has("call") && form.has("do")) {
      form.problems().add(form.path(), "\"call\" and \"do\" mean the same; give one");
    }
    String operation = form.text(form.has("do") ? "do" : "call");
    RetryPolicy retry = retry(form, RetryPolicy.standard());
    return new Compensation(operation, form.object("with"), retry);
  }

  private static OnError onError(Form form) {
    Optional<Json> value = form.object().get("onError");
    for (OnError policy : OnError.values()) {
      if (value.equals(Optional.of(Json.of(policy.jsonName())))) {
        return policy;
      }
    }
    if (value.isPresent()) {
      form.problems().add(form.at("onError"), "must be \"stop\", \"continue\" or \"compensate\"");
    }
    return OnError.STOP;
  }

  private static RetryPolicy retry(Form form, RetryPolicy otherwise) {
    if (!form.has("retry")) {
      return otherwise;
    }
    Form retry = new Form(form.object("retry"), form.at("retry"), form.problems());
    retry.onlyKnows(List.of("attempts", "first", "factor", "longest", "jitter"));
    RetryPolicy standard = RetryPolicy.standard();
    int attempts = retry.number("attempts", 1, 1_000, Optional.of(3));
    Duration first = retry.duration("first").orElse(standard.first());
    Duration longest =
        retry
            .duration("longest")
            .orElse(first.compareTo(standard.longest()) > 0 ? first : standard.longest());
    double factor = decimal(retry, "factor", standard.factor());
    double jitter = decimal(retry, "jitter", standard.jitter());
    try {
      return new RetryPolicy(attempts, first, factor, longest, jitter);
    } catch (IllegalArgumentException e) {
      form.problems().add(form.at("retry"), String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  private static double decimal(Form form, String member, double otherwise) {
    Optional<Json> value = form.object().get(member);
    if (value.isPresent() && value.get() instanceof Json.Num n) {
      return n.value().doubleValue();
    }
    if (value.isPresent()) {
      form.problems().add(form.at(member), "must be a number");
    }
    return otherwise;
  }

  private Step branch(Form form, String id, int depth) {
    form.onlyKnows(List.of("id", "branch", "otherwise"));
    List<Json> items = form.list("branch");
    if (items.isEmpty()) {
      problems.add(form.at("branch"), "needs at least one case");
    }
    List<Optional<RuleSet>> conditions = new ArrayList<>();
    List<List<Step>> bodies = new ArrayList<>();
    List<Json> rules = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String path = form.at("branch") + "/" + i;
      Optional<Form> one = Form.of(items.get(i), path, problems);
      if (one.isPresent()) {
        one.get().onlyKnows(List.of("when", "steps"));
        Json.Obj rule = rule(i, one.get().value("when"));
        rules.add(rule);
        conditions.add(condition(rule, Problems.at(path, "when")));
        bodies.add(steps(one.get(), "steps", depth + 1));
      }
    }
    List<Step.Case> cases = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      if (conditions.get(i).isPresent()) {
        var when = conditions.get(i).get().rules().getFirst().condition();
        cases.add(new Step.Case(when, bodies.get(i)));
      }
    }
    if (problems.none()) {
      branches.put(id, RuleSet.parse(document(rules), RuleVocabulary.OPEN, RuleLimits.DEFAULT));
    }
    return new Step.Branch(id, cases, steps(form, "otherwise", depth + 1));
  }

  /** A case as a rule: of its group the first that matches fires. */
  private static Json.Obj rule(int number, Json when) {
    return Json.object()
        .put("id", Integer.toString(number))
        .put("group", "cases")
        .put("when", when)
        .put("then", List.of())
        .build();
  }

  private static Json.Obj document(List<Json> rules) {
    String first = GroupMode.FIRST.name().toLowerCase(java.util.Locale.ROOT);
    return Json.object()
        .put("rules", rules)
        .put("groups", Json.object().put("cases", first).build())
        .build();
  }

  private Optional<RuleSet> condition(Json.Obj rule, String path) {
    try {
      return Optional.of(
          RuleSet.parse(document(List.of(rule)), RuleVocabulary.OPEN, RuleLimits.DEFAULT));
    } catch (InvalidRules e) {
      for (InvalidRules.Problem problem : e.problems()) {
        String within = problem.path().replaceFirst("^/rules/0/when", "");
        problems.add(path + within, problem.message());
      }
      return Optional.empty();
    }
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

  static WaitTime time(Form form, String member) {
    Form wait = new Form(form.object(member), form.at(member), form.problems());
    if (wait.has("until")) {
      wait.onlyKnows(List.of("until"));
      Json until = wait.value("until");
      if (!Values.refers(until) && instant(until).isEmpty()) {
        form.problems()
            .add(
                wait.at("until"),
                "must be an instant with its offset, such as 2026-11-21T09:00:00Z");
      }
      return new WaitTime.Until(until);
    }
    if (wait.has("working")) {
      wait.onlyKnows(List.of("working", "calendar"));
      wait.checkDuration("working", wait.value("working"));
      return new WaitTime.Working(wait.value("working"), wait.text("calendar"));
    }
    wait.onlyKnows(List.of("for"));
    if (!wait.has("for")) {
      form.problems().add(form.at(member), "has one of for, until, working");
      return new WaitTime.For(Json.NULL);
    }
    wait.checkDuration("for", wait.value("for"));
    return new WaitTime.For(wait.value("for"));
  }

  static Optional<java.time.Instant> instant(Json value) {
    if (!(value instanceof Json.Str text) || text.value().length() > 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.value()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
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
        id, form.text("workflow"), version, form.object("with"), onError(form));
  }
}
