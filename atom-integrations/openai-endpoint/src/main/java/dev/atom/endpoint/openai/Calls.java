package dev.atom.endpoint.openai;

import dev.atom.CallContext;
import dev.atom.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What all model calls share: for whom they are made and how long they may take.
 *
 * @param timeout how long a call may take
 * @param clock what the deadline is read on
 */
record Calls(Duration timeout, Clock clock) {
  CallContext context(Caller caller) {
    CallContext context =
        CallContext.create().tenant(caller.tenant()).deadline(Deadline.after(timeout, clock));
    return caller.user().map(context::user).orElse(context);
  }

  /** Returns the present as OpenAI tells it: seconds since 1970. */
  long seconds() {
    return clock.instant().getEpochSecond();
  }

  /** Finds a model; one that the caller may not ask is not there. */
  static <M> M find(Map<String, M> models, String name, Caller caller) {
    M model = caller.mayAsk(name) ? models.get(name) : null;
    if (model == null) {
      throw RequestRefused.noModel(name);
    }
    return model;
  }
}
