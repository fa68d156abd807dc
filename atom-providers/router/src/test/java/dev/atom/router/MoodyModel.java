package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyStream;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.model.Usage;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A model whose every call is another chance: it answers, fails in any way, breaks off, dawdles while
 * others go on, or its caller has just had enough. Keeps nothing of its calls.
 */
final class MoodyModel implements ChatModel {
  static final int MOST_OUTPUT = 100;
  private static final int DAWDLE = 3_000;
  private static final List<Function<Failure, ModelException>> FAILURES =
      List.of(
          RateLimited::new,
          Overloaded::new,
          TruncatedStream::new,
          ProviderFailed::new,
          Unreachable::new,
          QuotaExhausted::new,
          ContentRefused::new,
          RequestRejected::new,
          ContextTooLong::new);

  private final ModelRef ref;
  private final long seed;
  private final AtomicLong asked = new AtomicLong();

  MoodyModel(ModelRef ref, long seed) {
    this.ref = ref;
    this.seed = seed;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Set<Capability> capabilities() {
    return MockModel.echo().capabilities();
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    return now(context).chat(request, context);
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    return now(context).stream(request, context);
  }

  /** The model as it is in this call. */
  private MockModel now(CallContext context) {
    SplittableRandom random = new SplittableRandom(seed + asked.incrementAndGet());
    switch (random.nextInt(100)) {
      case 0 -> throw new IllegalStateException("a target with a fault");
      case 1 -> context.cancel();
      case 2 -> dawdle(context);
      default -> {}
    }
    MockReply reply = reply(random);
    return MockModel.newBuilder().model(ref).otherwise(request -> reply).build();
  }

  private static void dawdle(CallContext context) {
    for (int i = 0; i < DAWDLE && !context.cancellation().cancelled(); i++) {
      Thread.yield();
    }
  }

  private static MockReply reply(SplittableRandom random) {
    Function<Failure, ModelException> failure = FAILURES.get(random.nextInt(FAILURES.size()));
    if (random.nextInt(6) == 0) {
      return MockReply.failure(facts -> failure.apply(facts.build()));
    }
    MockReply reply = MockReply.text("a reply of some pieces, " + random.nextInt(1_000));
    if (random.nextInt(10) > 0) {
      reply = reply.usage(Usage.of(2, random.nextInt(MOST_OUTPUT)));
    } else if (random.nextBoolean()) {
      reply = reply.usage(Usage.UNKNOWN);
    }
    return random.nextInt(20) == 0
        ? reply.brokenAfter(1 + random.nextInt(3), facts -> failure.apply(facts.build()))
        : reply;
  }
}
