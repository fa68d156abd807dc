package dev.atom.limit;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.store.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for room. Priority by priority, tenant by tenant in turns, and within a tenant in the
 * order in which they came. Nobody passes a call that comes before it and lacks what it needs too;
 * calls that need other buckets do.
 *
 * <p>No thread of its own: one of those that wait, the watcher, looks when the next room is due, and
 * everybody who comes, gives back or leaves looks too.
 */
final class FairQueue {
  private final Desk desk;
  private final LimitTime time;
  private volatile WaitBounds bounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Priority, Deque<TenantLine>> levels = new EnumMap<>(Priority.class);
  private final Map<String, TenantLine> lines = new HashMap<>();
  private long tickets;
  private long nextLook;
  private long armedUntil;
  private @Nullable Waiter watcher;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Map<String, Lack> lacks = Map.of();

  FairQueue(Desk desk, LimitTime time, WaitBounds bounds) {
    this.desk = desk;
    this.time = time;
    this.bounds = bounds;
    for (Priority priority : Priority.values()) {
      levels.put(priority, new ArrayDeque<>());
    }
  }

  void bounds(WaitBounds changed) {
    bounds = changed;
  }

  /** How many wait, once those who have just come are known to have to. */
  int waiting() {
    lock.lock();
    try {
      return waiting.get();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for something that a call needs too. */
  boolean contested(Ask ask) {
    return waiting.get() > 0 && ask.meets(lacks).isPresent();
  }

  /** Has a call go if it is its turn now, behind those that wait; else refuses it. */
  Desk.Granted now(Ask ask) {
    lock.lock();
    try {
      Waiter waiter = new Waiter(ask, tickets++, time.nanos() + bounds.longestNanos());
      enter(waiter);
      pass();
      if (!waiter.answered()) {
        Lack lack = ask.meets(lacks).orElseThrow();
        leave(waiter);
        appoint();
        throw lack.refused("");
      }
      return answer(waiter);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is a call's turn and there is room. */
  Desk.Granted await(Ask ask, CallContext context) {
    Waiter waiter = join(ask, time.nanos() + mostNanos(context));
    Cancellation.Registration registered = context.cancellation().onCancel(waiter::cancel);
    try {
      OptionalLong until = next(waiter, context);
      while (until.isPresent()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.await(waiter.signal(), until.getAsLong());
        until = next(waiter, context);
      }
      return answer(waiter);
    } catch (InterruptedException e) {
      abandon(waiter); // without the flag, by which a database's driver would fail
      Thread.currentThread().interrupt();
      throw new LimitWaitCancelled("interrupted while waiting for room; nothing was taken");
    } finally {
      registered.close();
    }
  }

  private Waiter join(Ask ask, long end) {
    lock.lock();
    try {
      Waiter waiter = new Waiter(ask, tickets++, end);
      if (isFull(ask)) {
        pass();
      }
      if (isFull(ask)) {
        goOrRefuse(waiter);
      } else {
        enter(waiter);
        pass();
      }
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(Ask ask) {
    return waiting.get() >= bounds.most() || waitingOfTenant(ask) >= bounds.mostPerTenant();
  }

  private int waitingOfTenant(Ask ask) {
    int count = 0;
    for (Priority priority : Priority.values()) {
      TenantLine line = lines.get(lineKey(ask, priority));
      count += line == null ? 0 : line.size();
    }
    return count;
  }

  /** There is no room to wait: a call goes at once, if it passes nobody, or not at all. */
  private void goOrRefuse(Waiter waiter) {
    Ask ask = waiter.ask();
    Optional<Lack> lack = ask.meets(lacks);
    if (lack.isEmpty()) {
      switch (desk.attempt(ask)) {
        case Desk.Granted granted -> {
          waiter.grant(granted);
          return;
        }
        case Desk.Denied denied -> lack = Optional.of(denied.lack());
      }
    }
    String crowd =
        waiting.get() >= bounds.most()
            ? waiting + " calls wait already"
            : waitingOfTenant(ask) + " calls of the tenant wait already";
    throw lack.orElseThrow().refused(", and " + crowd);
  }

  /** Refuses a call that would wait in vain. */
  void requireWorthWaiting(Lack lack, CallContext context) {
    if (lack.known() && lack.nanos() > mostNanos(context)) {
      throw lack.refused(Round.IN_VAIN);
    }
  }

  /** How long a call may wait from now. */
  private long mostNanos(CallContext context) {
    long longest = bounds.longestNanos();
    return context.deadline().remaining().map(left -> nanos(left, longest)).orElse(longest);
  }

  /** As nanoseconds, and not more than the most. */
  private static long nanos(Duration time, long most) {
    return time.compareTo(Duration.ofNanos(most)) < 0 ? time.toNanos() : most;
  }

  /** Until when to sleep; empty if the answer is there. */
  private OptionalLong next(Waiter waiter, CallContext context) {
    lock.lock();
    try {
      waiter.signal().drainPermits(); // before looking: what is signalled later wakes it
      if (!waiter.answered() && waiter.equals(watcher) && nextLook - time.nanos() <= 0) {
        pass();
      }
      if (waiter.answered()) {
        return OptionalLong.empty();
      }
      long now = time.nanos();
      long most = Math.max(0, waiter.end() - now);
      long left = context.deadline().remaining().map(time -> nanos(time, most)).orElse(most);
      if (waiter.cancelled() || left == 0) {
        throw giveUp(waiter);
      }
      if (waiter.equals(watcher)) {
        armedUntil = nextLook;
        left = Math.min(left, nextLook - now);
      }
      return OptionalLong.of(now + left);
    } finally {
      lock.unlock();
    }
  }

  private LimitException giveUp(Waiter waiter) {
    Optional<Lack> lack = waiter.ask().meets(lacks);
    leave(waiter);
    pass();
    return waiter.cancelled()
        ? new LimitWaitCancelled("cancelled while waiting for room; nothing was taken")
        : lack.orElseThrow().refused(", and the call may wait no longer");
  }

  /** What a call that waits no more has got meanwhile is given back. */
  private void abandon(Waiter waiter) {
    lock.lock();
    try {
      if (!waiter.answered()) {
        leave(waiter);
        pass();
        return;
      }
    } finally {
      lock.unlock();
    }
    Desk.Granted granted = waiter.granted();
    if (granted != null) {
      desk.settle(waiter.ask(), Used.NOTHING, granted);
      freed(waiter.ask());
    }
  }

  private Desk.Granted answer(Waiter waiter) {
    Throwable failure = waiter.failure();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return Objects.requireNonNull(waiter.granted(), "answered");
  }

  /** Something was given back to the buckets of a call. */
  void freed(Ask ask) {
    if (waiting.get() > 0) {
      freed(ask.keys());
    }
  }

  void freed(Collection<String> keys) {
    Set<String> freed = Set.copyOf(keys);
    lock.lock();
    try {
      boolean any = false;
      for (TenantLine line : lines.values()) {
        any |= line.freed(freed);
      }
      if (any) {
        pass();
      }
    } finally {
      lock.unlock();
    }
  }

  private void enter(Waiter waiter) {
    waiting
        .incrementAndGet(); // before looking, so that whoever gives back later sees that somebody
    // waits
    Ask ask = waiter.ask();
    Priority priority = ask.call().priority();
    lines
        .computeIfAbsent(
            lineKey(ask, priority),
            key -> {
              TenantLine line = new TenantLine(key);
              level(priority).addLast(line);
              return line;
            })
        .add(waiter);
  }

  private void leave(Waiter waiter) {
    Priority priority = waiter.ask().call().priority();
    TenantLine line = lines.get(lineKey(waiter.ask(), priority));
    if (line != null && line.remove(waiter)) {
      waiting.decrementAndGet();
      if (line.size() == 0) {
        lines.remove(line.tenant());
        level(priority).remove(line);
      }
    }
  }

  private Deque<TenantLine> level(Priority priority) {
    return Objects.requireNonNull(levels.get(priority), "all are there");
  }

  private static String lineKey(Ask ask, Priority priority) {
    return priority + "\n" + ask.call().facts().tenant();
  }

  /** Lets through who can go, and sees to it that somebody looks when the next can. */
  private void pass() {
    Round round = look();
    lacks = Map.copyOf(round.lacks());
    nextLook = round.next();
    appoint();
  }

  private void appoint() {
    Waiter watching = watcher;
    if (waiting.get() == 0) {
      watcher = null;
    } else if (watching == null || watching.answered() || !isWaiting(watching)) {
      watching = anyone();
      watcher = watching;
      watching.signal().release();
    } else if (nextLook - armedUntil < 0) {
      watching.signal().release();
    }
  }

  private Round look() {
    Round round = new Round(desk, time);
    for (Deque<TenantLine> level : levels.values()) {
      int idle = 0;
      while (idle < level.size()) {
        TenantLine line = level.removeFirst();
        int before = line.size();
        boolean advanced = line.advance(round);
        waiting.addAndGet(line.size() - before);
        idle = advanced ? 0 : idle + 1;
        if (line.size() > 0) {
          level.addLast(line);
        } else {
          lines.remove(line.tenant());
        }
      }
    }
    round.restoreInterrupt();
    return round;
  }

  private boolean isWaiting(Waiter waiter) {
    TenantLine line = lines.get(lineKey(waiter.ask(), waiter.ask().call().priority()));
    return line != null && line.has(waiter);
  }

  private Waiter anyone() {
    for (Deque<TenantLine> level : levels.values()) {
      if (!level.isEmpty()) {
        return level.getFirst().first();
      }
    }
    throw new IllegalStateException("nobody waits");
  }
}
