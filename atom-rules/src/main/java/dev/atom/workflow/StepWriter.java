package dev.atom.workflow;

import dev.atom.approval.OnExpiry;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.List;

/** Steps as they stand in a workflow document. */
final class StepWriter {
  private StepWriter() {}

  static Json.Arr write(List<Step> steps) {
    return Json.array(steps.stream().map(StepWriter::write).toList());
  }

  private static Json.Obj write(Step step) {
    JsonObjectBuilder json = Json.object().put("id", step.id());
    switch (step) {
      case Step.Call call -> call(call, json);
      case Step.Assign assign -> json.put("set", assign.variables());
      case Step.Branch branch -> branch(branch, json);
      case Step.ForEach each -> {
        json.put("forEach", each.items()).put("max", each.max());
        if (each.concurrency() != 1) {
          json.put("concurrency", each.concurrency());
        }
        json.put("steps", write(each.steps()));
      }
      case Step.Parallel parallel -> {
        var branches = Json.object();
        parallel.branches().forEach((name, steps) -> branches.put(name, write(steps)));
        json.put("parallel", branches.build());
        if (parallel.failFast()) {
          json.put("failFast", true);
        }
      }
      case Step.Wait wait -> json.put("wait", time(wait.time()));
      case Step.WaitFor wait -> {
        json.put("waitFor", wait.event()).put("correlation", wait.correlation());
        wait.timeout().ifPresent(time -> json.put("timeout", time));
      }
      case Step.Approve approve -> approve(approve, json);
      case Step.SubWorkflow sub -> {
        json.put("workflow", sub.workflow()).put("version", sub.version());
        with(sub.inputs(), json);
        onError(sub.onError(), json);
      }
      case Step.Return result -> json.put("return", result.value());
    }
    return json.build();
  }

  private static void approve(Step.Approve approve, JsonObjectBuilder json) {
    ApprovalTerms terms = approve.terms();
    json.put("approve", approve.proposal());
    if (!approve.title().equals(Json.of(""))) {
      json.put("title", approve.title());
    }
    if (!terms.deciders().equals(ApprovalTerms.DEFAULT.deciders())) {
      json.put("deciders", terms.deciders().toJson());
    }
    if (!terms.due().equals(ApprovalTerms.DEFAULT.due())) {
      json.put("due", time(terms.due()));
    }
    if (terms.onExpiry() == OnExpiry.HAND_OVER) {
      json.put("onExpiry", "handOver");
    }
    if (terms.revisions() != 0) {
      json.put("revisions", terms.revisions());
    }
    terms.reviseFrom().ifPresent(step -> json.put("reviseFrom", step));
  }

  private static void branch(Step.Branch branch, JsonObjectBuilder json) {
    json.put(
        "branch",
        branch.cases().stream()
            .map(
                c ->
                    Json.object()
                        .put("when", c.when().toJson())
                        .put("steps", write(c.steps()))
                        .build())
            .toList());
    if (!branch.otherwise().isEmpty()) {
      json.put("otherwise", write(branch.otherwise()));
    }
  }

  private static void call(Step.Call call, JsonObjectBuilder json) {
    CallOptions options = call.options();
    json.put("call", call.operation());
    with(call.arguments(), json);
    retry(options.retry(), RetryPolicy.never(), json);
    options.timeout().ifPresent(time -> json.put("timeout", time.toString()));
    options.key().ifPresent(key -> json.put("key", key));
    onError(options.onError(), json);
    options.compensation().ifPresent(undo -> json.put("compensate", compensation(undo)));
  }

  private static Json.Obj compensation(Compensation undo) {
    JsonObjectBuilder json = Json.object().put("call", undo.operation());
    with(undo.arguments(), json);
    retry(undo.retry(), RetryPolicy.standard(), json);
    return json.build();
  }

  private static void with(Json.Obj arguments, JsonObjectBuilder json) {
    if (!arguments.members().isEmpty()) {
      json.put("with", arguments);
    }
  }

  private static void onError(OnError policy, JsonObjectBuilder json) {
    if (policy != OnError.STOP) {
      json.put("onError", policy.jsonName());
    }
  }

  private static void retry(RetryPolicy policy, RetryPolicy otherwise, JsonObjectBuilder json) {
    if (!policy.equals(otherwise)) {
      json.put(
          "retry",
          Json.object()
              .put("attempts", policy.attempts())
              .put("first", policy.first().toString())
              .put("factor", BigDecimal.valueOf(policy.factor()))
              .put("longest", policy.longest().toString())
              .put("jitter", BigDecimal.valueOf(policy.jitter()))
              .build());
    }
  }

  static Json.Obj time(WaitTime time) {
    return switch (time) {
      case WaitTime.For f -> Json.object().put("for", f.duration()).build();
      case WaitTime.Until u -> Json.object().put("until", u.instant()).build();
      case WaitTime.Working w ->
          Json.object().put("working", w.duration()).put("calendar", w.calendar()).build();
    };
  }
}
