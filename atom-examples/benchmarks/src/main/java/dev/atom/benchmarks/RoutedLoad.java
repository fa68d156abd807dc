package dev.atom.benchmarks;

import dev.atom.CallContext;
import dev.atom.http.Transport;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.router.Hedging;
import dev.atom.router.Route;
import dev.atom.router.Router;
import dev.atom.router.Target;
import dev.atom.router.policy.Policy;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Routed calls beside unrouted ones on loopback, JSON and all: first as many as go, then so many a
 * second that a part of that is used, each begun at its own time whether the others are done or not. A
 * call's time counts from when it was due. The sides take turns; the first is measured twice, which shows
 * the noise.
 */
public final class RoutedLoad {
  private static final String QUESTION = "Where is my parcel? It should have come on Friday.";
  private static final int CALLERS = 64;
  private static final double SHARE = 0.6;
  private static final double LEAST_RATE = 10;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** What is beyond waits its turn: else a moment's pause opens thousands, which none recovers from. */
  private static final int CONNECTIONS = 256;

  private final Semaphore connections = new Semaphore(CONNECTIONS);
  private final LongAdder failures = new LongAdder();
  private final AtomicReference<String> firstFailure = new AtomicReference<>("");
  private final int rounds;
  private final Duration time;

  static RoutedLoad of(int rounds, Duration time) {
    return new RoutedLoad(rounds, time);
  }

  private RoutedLoad(int rounds, Duration time) {
    this.rounds = rounds;
    this.time = time;
  }

  /**
   * Measures and prints a table.
   *
   * @param args rounds, and milliseconds a measure; 5 and 4,000 if none are given
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Duration time = Duration.ofMillis(args.length > 1 ? Long.parseLong(args[1]) : 4_000);
    System.out.print(new RoutedLoad(rounds, time).table());
  }

  /** One way to call, and the times that were measured of it, by rounds. */
  private record Side(String name, ChatModel model, List<long[]> measured) {
    static Side of(String name, ChatModel model) {
      return new Side(name, model, new ArrayList<>());
    }

    /** The median over the rounds of a quantile, in microseconds. */
    double median(double quantile) {
      double[] values =
          measured.stream()
              .mapToDouble(times -> times[(int) (quantile * (times.length - 1))])
              .toArray();
      Arrays.sort(values);
      return values[values.length / 2] / 1e3;
    }
  }

  /** Measures all sides and returns the table. */
  String table() throws InterruptedException {
    try (ChatServer server = new ChatServer();
        Transport transport = Transport.newBuilder().idleConnections(CONNECTIONS).build()) {
      List<Side> sides = sides(client(server, transport));
      for (Side side : sides) {
        saturation(side.model);
      }
      double most = saturation(sides.get(0).model);
      double rate = Math.max(LEAST_RATE, SHARE * most);
      for (int round = 0; round < rounds; round++) {
        for (Side side : sides) {
          side.measured.add(openLoop(side.model, rate));
        }
      }
      return table(most, rate, sides)
          + "Calls that failed: %s %s%n".formatted(failures, firstFailure);
    }
  }

  private static ChatModel client(ChatServer server, Transport transport) {
    return Provider.newBuilder(
            Profiles.openAiChatCompletions().toBuilder().base(server.base().toString()).build())
        .keys(ref -> Optional.of(Secret.of("sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL")))
        .transport(transport)
        .build()
        .chat("gpt-5.4");
  }

  /** The first is what the others are compared with. */
  private static List<Side> sides(ChatModel client) {
    Route.Builder sixteen = Route.newBuilder("main").policy(Policy.fastest());
    for (int i = 0; i < 16; i++) {
      sixteen.target(Target.of(client).named("target " + i));
    }
    Route route = sixteen.build();
    Route hedged = sixteen.hedging(Hedging.AT_P95).build();
    return List.of(
        Side.of("unrouted", client),
        Side.of("unrouted, once more", client),
        Side.of("routed, 1 target", Router.newBuilder().target(client).build()),
        Side.of("routed, 16 targets, fastest", Router.newBuilder().route(route).build()),
        Side.of(
            "routed, 16 targets, no traces",
            Router.newBuilder().route(route).traced(false).build()),
        Side.of("routed, 16 targets, hedged", Router.newBuilder().route(hedged).build()));
  }

  /** Calls a second if each is begun as soon as fewer than some are under way. */
  private double saturation(ChatModel model) throws InterruptedException {
    Semaphore free = new Semaphore(CALLERS);
    LongAdder calls = new LongAdder();
    long begun = System.nanoTime();
    long half = begun + time.toNanos() / 2;
    long end = begun + time.toNanos();
    long before = -1;
    for (long now = begun; now < end; now = System.nanoTime()) {
      if (before < 0 && now >= half) {
        before = calls.sum();
      }
      free.acquire();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  call(model);
                  calls.increment();
                } finally {
                  free.release();
                }
              });
    }
    double rate = (calls.sum() - before) * 1e9 / (System.nanoTime() - half);
    free.acquire(CALLERS);
    return rate;
  }

  private void call(ChatModel model) {
    connections.acquireUninterruptibly();
    try {
      model.chat(ChatRequest.of(QUESTION), CallContext.create().timeout(LONGEST));
    } catch (RuntimeException e) {
      failures.increment();
      firstFailure.compareAndSet("", String.valueOf(e));
    } finally {
      connections.release();
    }
  }

  /** The times of calls that begin at a steady rate, in nanoseconds from when they were due. */
  private long[] openLoop(ChatModel model, double rate) throws InterruptedException {
    int count = (int) Math.ceil(rate * time.toMillis() / 1_000);
    long[] times = new long[count];
    CountDownLatch done = new CountDownLatch(count);
    double gap = 1e9 / rate;
    long begun = System.nanoTime() + 1_000_000;
    for (int i = 0; i < count; i++) {
      long due = begun + (long) (i * gap);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      int place = i;
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  call(model);
                } finally {
                  times[place] = System.nanoTime() - due;
                  done.countDown();
                }
              });
    }
    done.await();
    Arrays.sort(times);
    return times;
  }

  private static String table(double most, double rate, List<Side> sides) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "Unrouted, %d at a time: %,.0f calls/s; open loop at %,.0f calls/s.%n%n",
            CALLERS,
            most,
            rate));
    table.append(
        "| side | p50 µs | more µs | p99 µs | times |\n| --- | ---: | ---: | ---: | ---: |\n");
    double p50 = sides.get(0).median(0.5);
    double p99 = sides.get(0).median(0.99);
    for (Side side : sides) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.0f | %.0f | %.2f |%n",
              side.name,
              side.median(0.5),
              side.median(0.5) - p50,
              side.median(0.99),
              side.median(0.99) / p99));
    }
    return table.toString();
  }
}
