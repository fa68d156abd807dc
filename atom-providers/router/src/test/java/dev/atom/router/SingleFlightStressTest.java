package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheStore;
import dev.atom.cache.MemoryCacheStore;
import dev.atom.model.CallCancelled;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.RequestRejected;
import dev.atom.model.Usage;
import dev.atom.router.cache.ReplyCache;
import dev.atom.router.reuse.ReplayedStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers on two hosts, of whom some fail, give up or abandon their streams. */
@Timeout(120)
class SingleFlightStressTest {
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());
  private static final ModelRef REF = new ModelRef("one", "first");
  private static final int ROUNDS = 40;
  private static final int CALLERS = 32;
  private static final int TEXTS = 4;

  private final CacheStore store = MemoryCacheStore.create(Clock.systemUTC(), CacheBounds.DEFAULT);
  private final Map<String, AtomicInteger> makers = new ConcurrentHashMap<>();
  private final AtomicInteger tooMany = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();

  private Router router(Sleeper sleeper) {
    ReplyCache cache = ReplyCache.newBuilder(store).lease(Duration.ofHours(1)).build();
    Target target = Target.of(new Failing());
    return Router.newBuilder()
        .route(Route.newBuilder("main").retries(Retries.NONE).cache(cache).target(target).build())
        .sleeper(sleeper)
        .build();
  }

  @Test
  void everyCallerGetsAnAnswerAndOneMakesItAtATime() throws Exception {
    Sleeper brief =
        (time, context) ->
            Sleeper.real()
                .sleep(
                    time.compareTo(Duration.ofSeconds(10)) < 0 ? Duration.ofMillis(1) : time,
                    context);
    List<Router> hosts = List.of(router(brief), router(brief));
    SplittableRandom seeds = new SplittableRandom(SEED);
    int answers = 0;
    int failures = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Future<Boolean>> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int c = 0; c < CALLERS; c++) {
          Random random = new Random(seeds.nextLong());
          ChatRequest request = ChatRequest.of("round " + round + " text " + random.nextInt(TEXTS));
          Router host = hosts.get(random.nextInt(2));
          all.add(threads.submit(() -> isAnswered(host, request, random)));
        }
        for (Future<Boolean> each : all) {
          if (each.get()) {
            answers++;
          } else {
            failures++;
          }
        }
      }
    }
    System.out.printf(
        "single flight: %d answers, %d failures of their own, %d made, seed %d%n",
        answers, failures, made.get(), SEED);
    assertThat(tooMany).as("makers at once, seed %d", SEED).hasValue(0);
    assertThat(answers + failures).isEqualTo(ROUNDS * CALLERS);
    noClaimIsLeft();
  }

  /** A claim that is left would make this wait. */
  private void noClaimIsLeft() {
    Router last =
        router(
            (time, context) -> {
              throw new AssertionError("somebody is waited for, seed " + SEED);
            });
    for (int round = 0; round < ROUNDS; round++) {
      for (int text = 0; text < TEXTS; text++) {
        ChatRequest request = ChatRequest.of("round " + round + " text " + text);
        try {
          assertThat(last.chat(request, CallContext.create().tag("calm", "yes")).text())
              .isNotEmpty();
        } catch (RequestRejected e) {
          assertThat(e).as("the model's own").hasMessageContaining("by chance");
        }
      }
    }
  }

  /** Returns false for a failure of the call's own. */
  private static boolean isAnswered(Router host, ChatRequest request, Random random) {
    CallContext context = CallContext.create();
    try {
      switch (random.nextInt(4)) {
        case 0 -> {
          try (ReplyStream stream = host.stream(request, context)) {
            stream.hasNext();
            return true; // abandoned
          }
        }
        case 1 -> {
          try (ReplyStream stream = host.stream(request, context)) {
            return stream.reply().text().equals(request.messages().getLast().text());
          }
        }
        case 2 -> {
          Thread.ofVirtual().start(context::cancel);
          return host.chat(request, context).text().equals(request.messages().getLast().text());
        }
        default -> {
          return host.chat(request, context).text().equals(request.messages().getLast().text());
        }
      }
    } catch (RequestRejected | CallCancelled e) {
      return false;
    }
  }

  /** Answers with the question; fails by chance; and counts who is at it. */
  private final class Failing implements ChatModel {
    private final Random random = new Random(SEED);

    @Override
    public ModelRef ref() {
      return REF;
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.CHAT, Capability.STREAMING);
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      try (ReplyStream stream = stream(request, context)) {
        return stream.reply();
      }
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      String text = request.messages().getLast().text();
      AtomicInteger at = makers.computeIfAbsent(text, key -> new AtomicInteger());
      if (at.incrementAndGet() > 1) {
        tooMany.incrementAndGet();
      }
      LockSupport.parkNanos(1_000);
      if (random.nextInt(4) == 0) {
        at.decrementAndGet();
        throw new RequestRejected(Failure.at(REF).message("by chance").build());
      }
      made.incrementAndGet();
      ChatReply reply =
          ChatReply.newBuilder(REF)
              .choice(List.of(Part.text(text)), FinishReason.STOP)
              .usage(Usage.of(1, 1))
              .build();
      return new Counted(new ReplayedStream(reply), at);
    }
  }

  /** Is at work until it is whole or closed. */
  private static final class Counted implements ReplyStream {
    private final ReplyStream stream;
    private final AtomicInteger makers;
    private boolean over;

    Counted(ReplyStream stream, AtomicInteger makers) {
      this.stream = stream;
      this.makers = makers;
    }

    private void end() {
      if (!over) {
        over = true;
        makers.decrementAndGet();
      }
    }

    @Override
    public boolean hasNext() {
      return stream.hasNext();
    }

    @Override
    public ReplyEvent next() {
      ReplyEvent event = stream.next();
      if (event instanceof ReplyEvent.Finished) {
        end();
      }
      return event;
    }

    @Override
    public Usage usage() {
      return stream.usage();
    }

    @Override
    public void close() {
      stream.close();
      end();
    }
  }
}
