package dev.atom.router;

import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;

/** Holds attempts to limits. */
final class LimitGuard implements Guard {
  /** The tag by which rules know the host's endpoint. */
  private static final String ENDPOINT = "endpoint";

  private final Limiter limiter;

  LimitGuard(Limiter limiter) {
    this.limiter = limiter;
  }

  @Override
  public Pass admit(Planned planned) {
    CallFacts facts = facts(planned);
    LimitedCall call = LimitedCall.of(facts).tokens(planned.promptTokens(), planned.replyTokens());
    Permit permit =
        planned.last() ? limiter.acquire(call, planned.context()) : limiter.acquireNow(call);
    return attempt -> {
      if (attempt.isEmpty()) {
        permit.release();
        return;
      }
      permit.settle(attempt.get().usage());
      limiter.observe(facts, attempt.get().rateLimits());
    };
  }

  private static CallFacts facts(Planned planned) {
    Attempt.Begun begun = planned.begun();
    CallFacts facts =
        CallFacts.of(planned.context())
            .model(begun.model())
            .key(begun.key())
            .route(begun.call().route());
    String endpoint = begun.call().tags().get(ENDPOINT);
    return endpoint == null ? facts : facts.endpoint(endpoint);
  }
}
