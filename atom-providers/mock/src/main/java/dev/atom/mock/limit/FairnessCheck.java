package dev.atom.mock.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.atom.CallContext;
import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Sees to it that no tenant is let through twice while another's first call waits. */
final class FairnessCheck {
  private final Limiter limiter;
  private final long seed;
  private final BlockingQueue<Call> through = new LinkedBlockingQueue<>();
  private final Map<String, Deque<Call>> lines = new HashMap<>();

  /** A call, and how often each tenant was let through since it is its tenant's first. */
  private static final class Call {
    final String tenant;
    final Map<String, Integer> passedBy = new HashMap<>();

    Call(String tenant) {
      this.tenant = tenant;
    }
  }

  FairnessCheck(Limiter limiter, long seed) {
    this.limiter = limiter;
    this.seed = seed;
  }

  void arrives(String tenant) {
    int before = limiter.waiting();
    Call call = new Call(tenant);
    line(tenant).addLast(call);
    Thread.startVirtualThread(
        () -> {
          limiter.acquire(LimitedCall.of(CallFacts.of(tenant)), CallContext.create());
          through.add(call);
        });
    while (limiter.waiting() == before) {
      Thread.onSpinWait();
    }
  }

  void oneIsLetThrough() throws InterruptedException {
    Call call = through.take();
    assertSame(line(call.tenant).removeFirst(), call, () -> "in its tenant's order, seed " + seed);
    for (Deque<Call> line : lines.values()) {
      if (!line.isEmpty() && !line.getFirst().tenant.equals(call.tenant)) {
        Call first = line.getFirst();
        int times = first.passedBy.merge(call.tenant, 1, Integer::sum);
        assertEquals(1, times, () -> call.tenant + " passes " + first.tenant + ", seed " + seed);
      }
    }
  }

  private Deque<Call> line(String tenant) {
    return lines.computeIfAbsent(tenant, t -> new ArrayDeque<>());
  }
}
