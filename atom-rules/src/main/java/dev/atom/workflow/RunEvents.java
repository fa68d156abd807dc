package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.NewEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The events of a run. */
final class RunEvents {
  static final String STARTED = "run_started";
  static final String WAITING = "run_waiting";
  static final String RESUMED = "run_resumed";
  static final String ENDED = "run_ended";
  static final String COMPENSATING = "compensation_started";

  static final String STEP_STARTED = "step_started";
  static final String STEP_DONE = "step_done";
  static final String STEP_RETRY = "step_retry";
  static final String STEP_FAILED = "step_failed";
  static final String STEP_UNKNOWN = "step_unknown";
  static final String STEP_WAITING = "step_waiting";

  static final String SIGNAL = "signal_received";
  static final String APPROVAL = "approval_settled";
  static final String CHILD_ENDED = "child_ended";
  static final String DECIDED = "step_decided";
  static final String CANCEL = "cancel_requested";
  static final String PAUSE = "pause_requested";
  static final String RESUME = "resume_requested";
  static final String RETRY = "retry_requested";
  static final String RETRY_FROM = "retry_from_requested";
  static final String REVISED = "revision_requested";
  static final String REWOUND = "run_rewound";
  static final String COMPENSATE = "compensate_requested";
  static final String MIGRATED = "run_migrated";

  /** What only the host writes that advances the run: of another's, this one's claim is lost. */
  private static final Set<String> WORKER =
      Set.of(
          WAITING,
          RESUMED,
          ENDED,
          COMPENSATING,
          REWOUND,
          STEP_STARTED,
          STEP_DONE,
          STEP_RETRY,
          STEP_FAILED,
          STEP_UNKNOWN,
          STEP_WAITING);

  static final String ACTOR = "workflow";

  private RunEvents() {}

  static boolean byWorker(String type) {
    return WORKER.contains(type);
  }

  static NewEvent event(String type, Json.Obj data) {
    return new NewEvent(type, data, ACTOR, Optional.empty());
  }

  static NewEvent event(String type, Json.Obj data, String actor) {
    return new NewEvent(type, data, actor, Optional.empty());
  }

  private static JsonObjectBuilder of(String key) {
    return Json.object().put("step", key);
  }

  static NewEvent started(String key, int attempt) {
    return event(STEP_STARTED, of(key).put("attempt", attempt).build());
  }

  /** That an attempt begins, and what its expressions gave. */
  static NewEvent started(String key, int attempt, Json.Obj worked) {
    return event(STEP_STARTED, of(key).put("attempt", attempt).put(Worked.MEMBER, worked).build());
  }

  /** What the expressions gave by which a step goes on. */
  static NewEvent worked(String key, Json.Obj worked) {
    return event(STEP_STARTED, of(key).put(Worked.MEMBER, worked).build());
  }

  static NewEvent done(String key, Json result) {
    return event(STEP_DONE, of(key).put("result", result).build());
  }

  static NewEvent retry(String key, int attempt, StepError error, Instant at) {
    return event(
        STEP_RETRY,
        of(key)
            .put("attempt", attempt)
            .put("error", error.toJson())
            .put("retryAt", at.toString())
            .build());
  }

  static NewEvent failed(String key, int attempt, StepError error) {
    return event(STEP_FAILED, of(key).put("attempt", attempt).put("error", error.toJson()).build());
  }

  static NewEvent unknown(String key, StepError error) {
    return event(STEP_UNKNOWN, of(key).put("error", error.toJson()).build());
  }

  static NewEvent waiting(String key, Json.Obj what) {
    JsonObjectBuilder data = of(key);
    what.members().forEach(data::put);
    return event(STEP_WAITING, data.build());
  }
}
