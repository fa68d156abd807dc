package dev.atom.rules.replay;

import dev.atom.CallContext;
import java.util.Iterator;
import java.util.function.Consumer;

/** Goes through events until they or the call come to an end. */
final class Replay {
  /** Reading a clock costs more than most rules; a deadline is looked at once in so many events. */
  private static final int LOOK = 64;

  private final ReplayOptions options;
  private final CallContext context;
  private long events;

  Replay(ReplayOptions options, CallContext context) {
    this.options = options;
    this.context = context;
  }

  ReplayEnd run(Iterator<ReplayEvent> source, Consumer<ReplayEvent> with) {
    while (true) {
      // An interrupt stays visible to the caller.
      if (context.cancellation().cancelled() || Thread.currentThread().isInterrupted()) {
        return ReplayEnd.CANCELLED;
      }
      if (events % LOOK == 0 && context.deadline().passed()) {
        return ReplayEnd.DEADLINE;
      }
      if (!source.hasNext()) {
        return ReplayEnd.COMPLETE;
      }
      with.accept(source.next());
      events++;
      if (events % options.every() == 0) {
        options.progress().accept(events);
      }
    }
  }

  long events() {
    return events;
  }
}
