package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred thousand calls, most of which fail in one of many ways, leave nothing behind. */
@Tag("soak")
class FaultsSoakTest {
  private static final int CALLS = 100_000;
  private static final int FIRST_CALLS = 4_000;
  private static final int AT_ONCE = 128;
  private static final List<String> PATHS =
      List.of("/ok", "/429", "/ok", "/500", "/reset", "/truncated", "/stall", "/cancelled");

  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  private final Semaphore running = new Semaphore(AT_ONCE);

  @Test
  void hundredThousandCallsWithFaultsLeaveNothingBehind() throws Exception {
    try (SoakProcess server = new SoakProcess(SoakServer.class, List.of("-Xmx1g"));
        Transport transport = Transport.create()) {
      URI address = SoakProcess.server(server.line());
      // The JDK keeps some descriptors for virtual threads, which are made with the first calls.
      run(transport, address, FIRST_CALLS);
      outcomes.clear();
      int descriptors = SoakClient.descriptors() - transport.connections();
      Set<Thread> threads = threads();
      long start = System.nanoTime();
      run(transport, address, CALLS);
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      System.out.printf("%d calls in %d s: %s%n", CALLS, seconds, new TreeMap<>(outcomes));
      System.out.printf("idle connections: %d%n", transport.connections());
      assertThat(transport.running()).isZero();
      assertThat(transport.connections()).isLessThanOrEqualTo(AT_ONCE);
      transport.close();
      assertThat(transport.connections()).isZero();
      assertThat(SoakClient.descriptors()).isLessThanOrEqualTo(descriptors + 2);
      assertThat(threadsLeft(threads)).isEmpty();
      String open = server.ask();
      for (int i = 0; i < 10_000 && !open.equals("0"); i++) {
        open = server.ask();
      }
      assertThat(open).isEqualTo("0");
      System.out.printf(
          "left: %d descriptors more than before, %s connections at the server%n",
          SoakClient.descriptors() - descriptors, open);
      each("ok 200", 2);
      each("429 429", 1);
      each("500 500", 1);
      each("reset ConnectionFailed", 1);
      each("truncated ConnectionFailed", 1);
      each("stall HttpTimedOut", 1);
      each("cancelled HttpCancelled", 1);
    }
  }

  private void run(Transport transport, URI address, int calls) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(calls);
    for (int i = 0; i < calls; i++) {
      String path = PATHS.get(i % PATHS.size());
      running.acquire();
      Thread.startVirtualThread(() -> counted(transport, address, path, done));
    }
    assertThat(done.await(300, TimeUnit.SECONDS)).isTrue();
  }

  private void each(String outcome, int share) {
    assertThat(outcomes.getOrDefault(outcome, new LongAdder()).sum())
        .as(outcome)
        .isGreaterThanOrEqualTo((long) CALLS * share / PATHS.size());
  }

  private void counted(Transport transport, URI address, String path, CountDownLatch done) {
    try {
      String outcome = path.substring(1) + " " + call(transport, address, path);
      outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
    } finally {
      running.release();
      done.countDown();
    }
  }

  private static String call(Transport transport, URI address, String path) {
    boolean cancelled = path.equals("/cancelled");
    CallContext context = CallContext.create();
    HttpCall call =
        HttpCall.get(address.resolve(cancelled ? "/stream" : path))
            .timeouts(Timeouts.DEFAULT.idle(Duration.ofMillis(path.equals("/stall") ? 20 : 60_000)))
            .build();
    try (HttpStream stream = transport.open(call, context)) {
      if (cancelled) {
        stream.read(new byte[100]);
        Thread.startVirtualThread(context::cancel);
      }
      stream.readAll();
      return "" + stream.status();
    } catch (HttpException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static Set<Thread> threads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  /** Threads that are new, but for those of the JDK and of OkHttp that end by themselves. */
  private static Set<String> threadsLeft(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("OkHttp TaskRunner") && !name.startsWith("ForkJoinPool"))
        .filter(name -> !name.startsWith("VirtualThread-unblocker"))
        .collect(Collectors.toSet());
  }
}
