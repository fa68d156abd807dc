package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One step of a {@link Workflow}, as data. Its id is unique in the workflow: a letter, then letters,
 * digits, {@code _} and {@code -}, at most 64. Immutable, thread-safe, equal by content. Whether
 * steps make sense together is checked by {@link Workflow}.
 *
 * <p>Where a component is called a value, it is JSON that may hold references: {@code {"ref":
 * "steps.find.customer.id"}}, with a {@code default} if what it refers to may be missing, and texts
 * such as {@code "Hello ${inputs.name}"}. References lead to {@code inputs}, to {@code steps} that
 * come before, to {@code vars}, with a {@code default} to {@code revisions.<approve step>} ({@code
 * round}, {@code feedback}, {@code by}, {@code proposal}), and in a for-each to {@code item} and {@code index}. {@code {"logic":
 * ...}} stands for what a JsonLogic expression gives on the same data ({@code {"var": "inputs.n"}}):
 * it is worked out once and written down before anything is done with it; an error in it fails the
 * step with the code {@code expression_failed}. What is within {@code {"literal": ...}} is left as it
 * is, and a dollar sign before <code>${</code> makes text of it.
 */
public sealed interface Step {
  /**
   * Returns what names the step.
   *
   * @return unique in the workflow
   */
  String id();

  /**
   * Calls an operation. Its result is the operation's.
   *
   * @param id the step's id
   * @param operation the operation's name
   * @param arguments its arguments, a value
   * @param options retries, timeout, errors
   */
  record Call(String id, String operation, Json.Obj arguments, CallOptions options)
      implements Step {
    /** Refuses null. */
    public Call {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(arguments, "arguments");
      Objects.requireNonNull(options, "options");
    }
  }

  /**
   * Sets variables, which steps after it see as {@code vars}; those set in a branch of a parallel
   * step or in an iteration stay there. Its result is the variables.
   *
   * @param id the step's id
   * @param variables values by name
   */
  record Assign(String id, Json.Obj variables) implements Step {
    /** Refuses null. */
    public Assign {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(variables, "variables");
    }
  }

  /**
   * Takes the first case whose condition holds. Conditions are about {@code inputs}, {@code steps},
   * {@code vars}, {@code item} and {@code index}. Its result is {@code {"case": n}}, from 0, or
   * {@code {"case": null}}.
   *
   * @param id the step's id
   * @param cases the cases, at least one; copied
   * @param otherwise what is done if no case holds; copied
   */
  record Branch(String id, List<Case> cases, List<Step> otherwise) implements Step {
    /** Copies the cases. */
    public Branch {
      Objects.requireNonNull(id, "id");
      cases = List.copyOf(cases);
      otherwise = List.copyOf(otherwise);
    }
  }

  /**
   * What is done when a condition holds.
   *
   * @param when the condition
   * @param steps what is done; copied
   */
  record Case(Condition when, List<Step> steps) {
    /** Copies the steps. */
    public Case {
      Objects.requireNonNull(when, "when");
      steps = List.copyOf(steps);
    }
  }

  /**
   * Does the same for each item of a list. Its result is a list of what the last step of each
   * iteration resulted in. After a failure no iteration begins.
   *
   * @param id the step's id
   * @param items a value that is a list
   * @param max the most items, 1 or more; with more the step fails before the first
   * @param concurrency how many iterations may be under way at a time, 1 or more
   * @param steps what is done; copied
   */
  record ForEach(String id, Json items, int max, int concurrency, List<Step> steps)
      implements Step {
    /** Copies the steps. */
    public ForEach {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(items, "items");
      steps = List.copyOf(steps);
    }
  }

  /**
   * Does several things at a time. Its result has what each branch's last step resulted in, by the
   * branch's name.
   *
   * @param id the step's id
   * @param branches steps by the branch's name; copied
   * @param failFast whether no step begins in the other branches once one has failed; what is under
   *     way is finished in any case
   */
  record Parallel(String id, Map<String, List<Step>> branches, boolean failFast) implements Step {
    /** Copies the branches, keeping their order. */
    public Parallel {
      Objects.requireNonNull(id, "id");
      Map<String, List<Step>> copy = new LinkedHashMap<>();
      branches.forEach((name, steps) -> copy.put(name, List.copyOf(steps)));
      branches = Collections.unmodifiableMap(copy);
    }
  }

  /**
   * Waits for a time, without a thread. Its result is {@code {"until": instant}}.
   *
   * @param id the step's id
   * @param time until when
   */
  record Wait(String id, WaitTime time) implements Step {
    /** Refuses null. */
    public Wait {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(time, "time");
    }
  }

  /**
   * Waits for a {@link Workflows#signal}, without a thread. Its result is {@code {"received": true,
   * "payload": ...}}, or {@code {"received": false}} when the time is over.
   *
   * @param id the step's id
   * @param event the signal's name
   * @param correlation a value, compared as text with the signal's
   * @param timeout how long it waits, a value that is an ISO 8601 duration; empty for good
   */
  record WaitFor(String id, String event, Json correlation, Optional<Json> timeout)
      implements Step {
    /** Refuses null. */
    public WaitFor {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(event, "event");
      Objects.requireNonNull(correlation, "correlation");
      Objects.requireNonNull(timeout, "timeout");
    }
  }

  /**
   * Asks people, and waits for their decision without a thread: see {@link dev.atom.approval}. Its
   * result is {@code {"outcome": ..., "approved": ..., "value": ..., "by": ...}}: the outcome is {@code
   * approved}, {@code edited}, {@code rejected}, {@code revise}, {@code taken_over}, {@code expired},
   * {@code superseded} or {@code withdrawn}; the value is what was granted, if anything was. If
   * the terms name a step to {@linkplain ApprovalTerms#reviseFrom revise from}, there is no outcome
   * {@code revise}: the run goes back to that step, what was done since is undone as far as steps say
   * how, and what is proposed then is the next round's approval.
   *
   * @param id the step's id
   * @param title what a list of approvals shows, a value that is a text
   * @param proposal what is to be approved, a value
   * @param terms who decides, until when
   */
  record Approve(String id, Json title, Json proposal, ApprovalTerms terms) implements Step {
    /** Refuses null. */
    public Approve {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(proposal, "proposal");
      Objects.requireNonNull(terms, "terms");
    }
  }

  /**
   * Runs another workflow as a run of its own and waits for its end. Its result is that run's.
   *
   * @param id the step's id
   * @param workflow the published workflow's name
   * @param version its version
   * @param inputs its inputs, a value
   * @param onError what becomes of this run when that one has failed or was cancelled
   */
  record SubWorkflow(String id, String workflow, int version, Json.Obj inputs, OnError onError)
      implements Step {
    /** Refuses null. */
    public SubWorkflow {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(workflow, "workflow");
      Objects.requireNonNull(inputs, "inputs");
      Objects.requireNonNull(onError, "onError");
    }
  }

  /**
   * Ends the run with a result. Not within a parallel step or a for-each.
   *
   * @param id the step's id
   * @param value the run's result, a value
   */
  record Return(String id, Json value) implements Step {
    /** Refuses null. */
    public Return {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * Returns a call without options.
   *
   * @param id the step's id
   * @param operation the operation's name
   * @param arguments its arguments, a value
   * @return the step
   */
  static Call call(String id, String operation, Json.Obj arguments) {
    return new Call(id, operation, arguments, CallOptions.DEFAULT);
  }

  /**
   * Returns a call.
   *
   * @param id the step's id
   * @param operation the operation's name
   * @param arguments its arguments, a value
   * @param options retries, timeout, errors
   * @return the step
   */
  static Call call(String id, String operation, Json.Obj arguments, CallOptions options) {
    return new Call(id, operation, arguments, options);
  }

  /**
   * Returns a value that stands for what is at a path.
   *
   * @param path such as {@code steps.find.customer.id}
   * @return {@code {"ref": path}}
   */
  static Json.Obj ref(String path) {
    return Json.object().put("ref", path).build();
  }

  /**
   * Returns a value that stands for what a JsonLogic expression gives on the run's data.
   *
   * @param rule such as {@code {"*": [{"var": "inputs.amount"}, 2]}}
   * @return {@code {"logic": rule}}
   */
  static Json.Obj logic(Json rule) {
    return Json.object().put("logic", rule).build();
  }

  /**
   * Returns a value that stands for what is at a path, or for another value if nothing is.
   *
   * @param path such as {@code steps.find.customer.id}
   * @param otherwise the other value
   * @return {@code {"ref": path, "default": otherwise}}
   */
  static Json.Obj ref(String path, Json otherwise) {
    return Json.object().put("ref", path).put("default", otherwise).build();
  }
}
