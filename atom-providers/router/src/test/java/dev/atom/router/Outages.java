package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Plays outages: a call every tenth of a second for five minutes through a router, on a virtual clock
 * that each reply and each failure moves by the time it takes.
 */
final class Outages {
  static final Duration LENGTH = Duration.ofMinutes(5);
  static final Duration PACE = Duration.ofMillis(100);
  static final Duration USUAL = Duration.ofMillis(50);
  static final Instant START = Instant.parse("2026-10-01T08:00:00Z");
  private static final ChatRequest HELLO = ChatRequest.of("Hello");

  private final VirtualClock clock = VirtualClock.at(START);

  /** What a target does at a moment of the play. */
  sealed interface Conduct {
    /** Answers after a while. */
    record Answers(Duration after) implements Conduct {}

    /** Fails after a while, before the first piece. */
    record Fails(Duration after, Function<Failure.Builder, ModelException> how)
        implements Conduct {}

    /** Breaks a stream off behind so many pieces. */
    record Breaks(int pieces, Function<Failure.Builder, ModelException> how) implements Conduct {}
  }

  /** What a target does, by the time since the beginning of the play. */
  @FunctionalInterface
  interface Plan {
    Conduct at(Duration time);
  }

  /**
   * What came out.
   *
   * @param share of calls that were answered
   * @param meanAdded mean of what the calls took more than a usual one, answered or not
   * @param mostAdded the most that an answered call took more
   * @param wasted calls to a target that failed
   * @param recovered from the end of the trouble to the first call that the first target answered
   */
  record Outcome(
      int calls,
      double share,
      Duration meanAdded,
      Duration mostAdded,
      int wasted,
      Optional<Duration> recovered) {}

  VirtualClock clock() {
    return clock;
  }

  Outcome play(Route.Builder settings, boolean streamed, Duration troubleEnds, Plan... plans) {
    List<Played> targets = new ArrayList<>();
    for (int i = 0; i < plans.length; i++) {
      Played target = new Played(new ModelRef("provider" + i, "model"), plans[i]);
      targets.add(target);
      settings.target(Target.of(target));
    }
    Router router =
        Router.newBuilder()
            .route(settings.build())
            .clock(clock)
            .sleeper((time, context) -> clock.advance(time))
            .traced(false)
            .build();
    int calls = 0;
    int answered = 0;
    long added = 0;
    long most = 0;
    Optional<Duration> recovered = Optional.empty();
    for (Duration due = Duration.ZERO; due.compareTo(LENGTH) < 0; due = due.plus(PACE)) {
      Instant at = START.plus(due);
      if (clock.instant().isBefore(at)) {
        clock.advanceTo(at);
      }
      Instant begun = clock.instant();
      calls++;
      Optional<ModelRef> by = call(router, streamed);
      long more = Duration.between(begun, clock.instant()).minus(USUAL).toNanos();
      added += Math.max(0, more);
      if (by.isPresent()) {
        answered++;
        most = Math.max(most, more);
        boolean first = by.get().equals(targets.get(0).ref());
        if (first && recovered.isEmpty() && !begun.isBefore(START.plus(troubleEnds))) {
          recovered = Optional.of(Duration.between(START.plus(troubleEnds), begun));
        }
      }
    }
    int wasted = targets.stream().mapToInt(target -> target.failed).sum();
    return new Outcome(
        calls,
        (double) answered / calls,
        Duration.ofNanos(added / calls),
        Duration.ofNanos(most),
        wasted,
        recovered);
  }

  private static Optional<ModelRef> call(Router router, boolean streamed) {
    try {
      if (!streamed) {
        return Optional.of(router.chat(HELLO).model());
      }
      try (ReplyStream stream = router.stream(HELLO, CallContext.create())) {
        return Optional.of(stream.reply().model());
      }
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  /** A model that does as its plan says. */
  private final class Played implements ChatModel {
    private final ModelRef ref;
    private final Plan plan;
    private int failed;

    Played(ModelRef ref, Plan plan) {
      this.ref = ref;
      this.plan = plan;
    }

    @Override
    public ModelRef ref() {
      return ref;
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.CHAT, Capability.STREAMING);
    }

    private Conduct now() {
      return plan.at(Duration.between(START, clock.instant()));
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      return switch (now()) {
        case Conduct.Answers answers -> answer(answers);
        case Conduct.Fails fails -> throw fail(fails);
        case Conduct.Breaks breaks -> throw fail(new Conduct.Fails(USUAL, breaks.how));
      };
    }

    private ChatReply answer(Conduct.Answers answers) {
      clock.advance(answers.after);
      return ChatReply.newBuilder(ref)
          .choice(List.of(Part.text("Hello!")), FinishReason.STOP)
          .usage(Usage.of(10, 3))
          .build();
    }

    private ModelException fail(Conduct.Fails fails) {
      failed++;
      clock.advance(fails.after);
      return fails.how.apply(Failure.at(ref));
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      return switch (now()) {
        case Conduct.Answers answers -> new Pieces(ref, answer(answers), 3, Optional.empty());
        case Conduct.Fails fails -> throw fail(fails);
        case Conduct.Breaks breaks -> {
          ChatReply reply = answer(new Conduct.Answers(USUAL));
          failed++;
          yield new Pieces(
              ref, reply, breaks.pieces, Optional.of(breaks.how.apply(Failure.at(ref))));
        }
      };
    }
  }

  /** Pieces of a reply, and then its end or a failure. */
  private static final class Pieces implements ReplyStream {
    private final Deque<ReplyEvent> events = new ArrayDeque<>();
    private final Optional<ModelException> failure;

    Pieces(ModelRef ref, ChatReply reply, int pieces, Optional<ModelException> failure) {
      this.failure = failure;
      events.add(new ReplyEvent.Started(ref));
      for (int i = 0; i < pieces; i++) {
        events.add(new ReplyEvent.TextDelta(0, "He"));
      }
      if (failure.isEmpty()) {
        events.add(new ReplyEvent.Finished(reply));
      }
    }

    @Override
    public boolean hasNext() {
      if (events.isEmpty() && failure.isPresent()) {
        throw failure.get();
      }
      return !events.isEmpty();
    }

    @Override
    public ReplyEvent next() {
      return events.remove();
    }

    @Override
    public Usage usage() {
      return Usage.UNKNOWN;
    }

    @Override
    public void close() {
      events.clear();
    }
  }
}
