package dev.atom.workflow;

import dev.atom.IdSource;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.json.JsonSchema;
import dev.atom.store.Append;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.workflow.RunRefused.Reason;
import java.util.List;

/** Starts runs, the same once for the same key. Thread-safe. */
record Starter(Host host, IdSource ids) {
  private static final String STARTS = "workflow_start";

  RunId start(String tenant, Workflow workflow, Json.Obj inputs, String key, boolean embed) {
    List<JsonSchema.Violation> wrong = workflow.inputs().check(inputs);
    if (!wrong.isEmpty()) {
      JsonSchema.Violation first = wrong.getFirst();
      throw new RunRefused(
          Reason.INVALID_INPUTS,
          "the inputs of " + workflow + " at \"" + first.path() + "\": " + first.message());
    }
    RunId run = new RunId(tenant, ids.next());
    JsonObjectBuilder data =
        Json.object().put("workflow", workflow.name()).put("version", workflow.version());
    if (embed) {
      data.put("definition", workflow.toJson());
    }
    data.put("inputs", inputs).put("depth", 1);
    try {
      host.store()
          .append(
              Append.to(run.subject())
                  .expect(0)
                  .event(RunEvents.event(RunEvents.STARTED, data.build()))
                  .unique(new UniqueKey(tenant, STARTS, key), run.id())
                  .plan(Session.timer(host.clock().instant()))
                  .build());
      return run;
    } catch (UniqueKeyTaken taken) {
      return new RunId(tenant, taken.holder());
    }
  }
}
