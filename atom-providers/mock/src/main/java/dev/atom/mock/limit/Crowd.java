package dev.atom.mock.limit;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.limit.CallFacts;
import dev.atom.limit.LimitException;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import dev.atom.store.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual threads that take, hold and end permits at random. The clock stands while any of them runs,
 * and moves when all wait, in the limiter or at the gate; so each booking has an exact instant.
 */
final class Crowd {
  static final int TENANTS = 5;
  static final int MOST_TOKENS = 40;
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  /** An amount that was booked for a tenant, or taken back. */
  record Booking(long nanos, String tenant, long tokens, long requests) {}

  final ConcurrentLinkedQueue<Booking> bookings = new ConcurrentLinkedQueue<>();
  final Map<String, AtomicInteger> outcomes =
      Map.of(
          "settled", new AtomicInteger(),
          "released", new AtomicInteger(),
          "failed", new AtomicInteger(),
          "refused", new AtomicInteger(),
          "cancelled", new AtomicInteger());
  final AtomicInteger mostHeld = new AtomicInteger();
  final AtomicInteger mostWaiting = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final Limiter limiter;
  private final StepTime time;
  private final boolean overuses;
  private final boolean interrupts;
  private final ReentrantLock gate = new ReentrantLock();
  private final Condition opened = gate.newCondition();
  private final List<Member> members = new ArrayList<>();
  private long phase;
  private int idle;
  private int left;

  Crowd(Limiter limiter, StepTime time, boolean overuses, boolean interrupts) {
    this.limiter = limiter;
    this.time = time;
    this.overuses = overuses;
    this.interrupts = interrupts;
  }

  /** Runs until every member has asked so often; all permits are ended then. */
  void run(int size, int calls, long seed) throws InterruptedException {
    Random random = new Random(seed);
    left = size;
    for (int i = 0; i < size; i++) {
      members.add(new Member(new Random(random.nextLong()), calls));
    }
    members.forEach(member -> member.thread.start());
    int still = 0;
    long before = 0;
    while (awaitStill(size)) {
      mostWaiting.accumulateAndGet(limiter.waiting(), Math::max);
      still = bookings.size() == before && limiter.waiting() > 0 ? still + 1 : 0;
      before = bookings.size();
      if (still > 10_000) {
        throw new AssertionError(limiter.waiting() + " wait although there is room; seed " + seed);
      }
      Member one = members.get(random.nextInt(size));
      switch (random.nextInt(12)) {
        case 0 -> one.context.cancel();
        case 1 -> {
          if (interrupts) {
            one.thread.interrupt();
          } else {
            one.context.cancel();
          }
        }
        default -> {}
      }
      time.advance(Duration.ofMillis(random.nextInt(500)));
      open();
    }
    for (Member member : members) {
      member.thread.join();
    }
  }

  private boolean awaitStill(int size) {
    while (true) {
      int atGate;
      int gone;
      gate.lock();
      try {
        atGate = idle;
        gone = size - left;
      } finally {
        gate.unlock();
      }
      if (gone == size) {
        return false;
      }
      int waiting = limiter.waiting(); // in this order: nobody is counted twice
      // Who was woken and looks whether there is room now still waits, but doesn't sleep.
      if (atGate + gone + waiting == size && time.asleep() == waiting) {
        return true;
      }
      Thread.onSpinWait();
    }
  }

  private void open() {
    gate.lock();
    try {
      phase++;
      idle = 0;
      opened.signalAll();
    } finally {
      gate.unlock();
    }
  }

  private void atGate() {
    gate.lock();
    try {
      idle++;
      long seen = phase;
      while (phase == seen) {
        opened.awaitUninterruptibly();
      }
    } finally {
      gate.unlock();
    }
  }

  private void count(String outcome) {
    Objects.requireNonNull(outcomes.get(outcome)).incrementAndGet();
  }

  /** One thread. */
  private final class Member {
    private final Random random;
    private final int calls;
    private final Deque<Permit> permits = new ArrayDeque<>();
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private volatile CallContext context = CallContext.create();

    Member(Random random, int calls) {
      this.random = random;
      this.calls = calls;
    }

    private void run() {
      try {
        for (int i = 0; i < calls; i++) {
          Thread.interrupted(); // an interrupt that came when nothing waited
          call();
          while (permits.size() > random.nextInt(3)) {
            end(permits.removeFirst());
          }
          if (random.nextInt(4) == 0) {
            atGate();
          }
        }
        permits.forEach(this::end);
      } finally {
        leave();
      }
    }

    private void leave() {
      gate.lock();
      try {
        left--;
      } finally {
        gate.unlock();
      }
    }

    private void call() {
      CallFacts facts = CallFacts.of("tenant" + random.nextInt(TENANTS)).provider("p").key("k");
      LimitedCall call =
          LimitedCall.of(facts)
              .tokens(1 + random.nextInt(MOST_TOKENS))
              .priority(PRIORITIES.get(random.nextInt(PRIORITIES.size())));
      context = CallContext.create();
      if (random.nextBoolean()) {
        Duration brief = Duration.ofMillis(random.nextInt(3_000));
        context = context.deadline(Deadline.after(brief, time));
      }
      try {
        Permit permit =
            random.nextInt(3) == 0 ? limiter.acquireNow(call) : limiter.acquire(call, context);
        book(permit, call.amount(LimitedCall.TOKENS), 1);
        mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
        permits.addLast(permit);
      } catch (LimitException e) {
        count(e.code().equals("limit_exceeded") ? "refused" : "cancelled");
        atGate(); // until it may be better
      }
    }

    private void end(Permit permit) {
      long expected = permit.call().amount(LimitedCall.TOKENS);
      held.decrementAndGet();
      switch (random.nextInt(4)) {
        case 0 -> {
          book(permit, -expected, -1);
          permit.release();
          count("released");
        }
        case 1 -> {
          permit.close();
          count("failed");
        }
        default -> {
          long used = random.nextLong(overuses ? 2 * expected : expected + 1);
          book(permit, Math.min(0, used - expected), 0); // owing makes no room
          permit.settle(LimitedCall.TOKENS, used);
          count("settled");
        }
      }
      permit.close();
    }

    private void book(Permit permit, long tokens, long requests) {
      bookings.add(new Booking(time.nanos(), permit.call().facts().tenant(), tokens, requests));
    }
  }
}
