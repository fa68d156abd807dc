package dev.atom.benchmarks;

import dev.atom.CallContext;
import dev.atom.cache.CacheBounds;
import dev.atom.cache.MemoryCacheStore;
import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import dev.atom.router.Route;
import dev.atom.router.Router;
import dev.atom.router.Target;
import dev.atom.router.cache.ReplyCache;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A routed call whose reply is in the cache in memory, beside one that asks a model that answers at
 * once, which is the floor: what a hit costs where the model costs nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CacheHit {
  /** How many characters the request's messages have together. */
  @Param({"100", "20000"})
  public int characters = 100;

  private Optional<Parts> parts = Optional.empty();

  /** What the calls go to. */
  private record Parts(Router plain, Router cached, ChatRequest request) {}

  /** Builds the routers and fills the cache. */
  @Setup
  public void prepare() {
    ChatRequest.Builder request = ChatRequest.newBuilder();
    for (int i = 0; i < 10; i++) {
      request.message(ChatMessage.user("a".repeat(characters / 10)));
    }
    ReplyCache cache =
        ReplyCache.newBuilder(MemoryCacheStore.create(Clock.systemUTC(), CacheBounds.DEFAULT))
            .build();
    Target target = Target.of(new Fixed());
    Parts made =
        new Parts(
            Router.newBuilder().route(Route.newBuilder("plain").target(target).build()).build(),
            Router.newBuilder()
                .route(Route.newBuilder("cached").target(target).cache(cache).build())
                .build(),
            request.build());
    made.cached.chat(made.request, CallContext.create());
    parts = Optional.of(made);
  }

  /**
   * The floor: asks the model.
   *
   * @return the reply
   */
  @Benchmark
  public ChatReply bareRoutedCall() {
    Parts made = parts.orElseThrow();
    return made.plain.chat(made.request, CallContext.create());
  }

  /**
   * Finds the reply in the cache.
   *
   * @return the reply
   */
  @Benchmark
  public ChatReply hit() {
    Parts made = parts.orElseThrow();
    return made.cached.chat(made.request, CallContext.create());
  }

  /** Answers at once. */
  private static final class Fixed implements ChatModel {
    private static final ModelRef REF = new ModelRef("fixed", "reply");

    private final ChatReply reply =
        ChatReply.newBuilder(REF)
            .choice(List.of(Part.text("b".repeat(500))), FinishReason.STOP)
            .usage(Usage.of(1_000, 200))
            .build();

    @Override
    public ModelRef ref() {
      return REF;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.CHAT, Capability.STREAMING);
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      return reply;
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      throw new IllegalStateException("nobody streams");
    }
  }
}
