package dev.atom.endpoint.openai;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.cache.CacheControl;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

  /**
   * The context of a call that may say by HTTP's own header that caches are not to be used: {@code
   * no-store} keeps nothing, {@code no-cache} has the reply made anew.
   */
  CallContext context(Caller caller, Optional<String> cacheControl) {
    CallContext context = context(caller);
    String wish = cacheControl.orElse("").toLowerCase(Locale.ROOT);
    if (wish.contains("no-store")) {
      return CacheControl.BYPASS.on(context);
    }
    return wish.contains("no-cache") ? CacheControl.REFRESH.on(context) : context;
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
