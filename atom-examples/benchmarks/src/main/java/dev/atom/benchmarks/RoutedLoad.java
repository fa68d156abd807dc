package dev.atom.benchmarks;

import dev.atom.http.Transport;
import dev.atom.model.ChatModel;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Routed calls beside unrouted ones on loopback, JSON and all: first as many as go, then so many a
 * second that a part of that is used, each begun at its own time whether the others are done or not. A
 * call's time counts from when it was due. The sides take turns.
 */
public final class RoutedLoad {
  private static final String QUESTION = "Where is my parcel? It should have come on Friday.";
  private static final int CALLERS = 64;
  private static final double SHARE = 0.6;
  private static final double LEAST_RATE = 10;

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
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.out.print(new RoutedLoad(rounds, time).table());
  }

  /** Measures all sides and returns the table. */
  String table() throws InterruptedException {
    try (ChatServer server = new ChatServer();
        Transport transport = Transport.create()) {
      Map<String, ChatModel> sides = sides(client(server, transport));
      for (ChatModel side : sides.values()) {
        saturation(side);
      }
      double most = saturation(sides.get("unrouted"));
      double rate = Math.max(LEAST_RATE, SHARE * most);
      Map<String, List<long[]>> measured = new TreeMap<>();
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, ChatModel> side : sides.entrySet()) {
          measured
              .computeIfAbsent(side.getKey(), name -> new ArrayList<>())
              .add(openLoop(side.getValue(), rate));
        }
      }
      return table(most, rate, sides, measured);
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

  private static Map<String, ChatModel> sides(ChatModel client) {
    Route.Builder sixteen = Route.newBuilder("main").policy(Policy.fastest());
    for (int i = 0; i < 16; i++) {
      sixteen.target(Target.of(client).named("target " + i));
    }
    Map<String, ChatModel> sides = new TreeMap<>();
    sides.put("unrouted", client);
    sides.put("routed, 1 target", Router.newBuilder().target(client).build());
    sides.put("routed, 16 targets, fastest", Router.newBuilder().route(sixteen.build()).build());
    sides.put(
        "routed, 16 targets, no traces",
        Router.newBuilder().route(sixteen.build()).traced(false).build());
    sides.put(
        "routed, 16 targets, hedged",
        Router.newBuilder().route(sixteen.hedging(Hedging.AT_P95).build()).build());
    return sides;
  }

  /** Calls a second with as many callers as wait for each other. */
  private double saturation(ChatModel model) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    LongAdder calls = new LongAdder();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!over.get()) {
                      model.chat(QUESTION);
                      calls.increment();
                    }
                  }));
    }
    Thread.sleep(time.toMillis() / 2);
    long before = calls.sum();
    long begun = System.nanoTime();
    Thread.sleep(time.toMillis() / 2);
    double rate = (calls.sum() - before) * 1e9 / (System.nanoTime() - begun);
    over.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    return rate;
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
                  model.chat(QUESTION);
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

  private static String table(
      double most, double rate, Map<String, ChatModel> sides, Map<String, List<long[]>> measured) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "Unrouted with %d callers: %,.0f calls/s; open loop at %,.0f calls/s.%n%n",
            CALLERS,
            most,
            rate));
    table.append(
        "| side | p50 µs | more µs | p99 µs | times |\n| --- | ---: | ---: | ---: | ---: |\n");
    double p50 = median(measured.get("unrouted"), 0.5);
    double p99 = median(measured.get("unrouted"), 0.99);
    for (String side : sides.keySet()) {
      double own50 = median(measured.get(side), 0.5);
      double own99 = median(measured.get(side), 0.99);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.0f | %.0f | %.2f |%n",
              side,
              own50,
              own50 - p50,
              own99,
              own99 / p99));
    }
    return table.toString();
  }

  /** The median over the rounds of a quantile, in microseconds. */
  private static double median(List<long[]> rounds, double quantile) {
    double[] values =
        rounds.stream()
            .mapToDouble(times -> times[(int) (quantile * (times.length - 1))])
            .toArray();
    Arrays.sort(values);
    return values[values.length / 2] / 1e3;
  }
}
