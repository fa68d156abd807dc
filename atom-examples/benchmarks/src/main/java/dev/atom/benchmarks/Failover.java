package dev.atom.benchmarks;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.ReplyStream;
import dev.atom.router.Router;
import dev.atom.router.health.BreakerSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a call takes that the first target fails at once, beside one that it answers at once: the
 * difference is the time from the error to the next target's answer. The breaker never opens.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Failover {
  private static final ChatRequest HELLO = ChatRequest.of("Where is my parcel?");
  private static final BreakerSettings PATIENT =
      new BreakerSettings(
          Duration.ofSeconds(1),
          Integer.MAX_VALUE,
          0.99,
          Integer.MAX_VALUE,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ZERO);

  private final CallContext context = CallContext.create();
  private final Router straight = router(new Answering("second"));
  private final Router failing = router(new Failing(), new Answering("second"));

  private static Router router(ChatModel... models) {
    var router = Router.newBuilder().breaker(PATIENT);
    List.of(models).forEach(router::target);
    return router.build();
  }

  /**
   * A call that the first target answers.
   *
   * @return the reply
   */
  @Benchmark
  public ChatReply straight() {
    return straight.chat(HELLO, context);
  }

  /**
   * A call that the first target fails and the second answers.
   *
   * @return the reply
   */
  @Benchmark
  public ChatReply failedOver() {
    return failing.chat(HELLO, context);
  }

  /** A model of chat alone. */
  private abstract static class Chatting implements ChatModel {
    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.CHAT);
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      throw new IllegalStateException("nobody asks for a stream");
    }
  }

  /** Answers at once. */
  private static final class Answering extends Chatting {
    private final ModelRef ref;
    private final ChatReply reply;

    Answering(String name) {
      ref = new ModelRef("two", name);
      reply =
          ChatReply.newBuilder(ref)
              .choice(List.of(Part.text("Tomorrow.")), FinishReason.STOP)
              .build();
    }

    @Override
    public ModelRef ref() {
      return ref;
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      return reply;
    }
  }

  /** Fails at once. */
  private static final class Failing extends Chatting {
    private static final ModelRef REF = new ModelRef("one", "first");

    @Override
    public ModelRef ref() {
      return REF;
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      throw new ProviderFailed(Failure.at(REF).status(500).message("internal error").build());
    }
  }
}
