package dev.atom.mock.simulation;

import dev.atom.store.Claimed;
import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.Lease;
import dev.atom.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of a host, on a thread of its own. The thread runs only while the scheduler waits for it,
 * from one call to the next, so that all threads of a run are one in turn.
 */
final class Worker implements SimulatedStore.Calls {
  /** How long a host may compute between two calls, in real seconds, before it counts as stuck. */
  private static final int PATIENCE = 60;

  private final Scheduler scheduler;
  private final Role role;
  private final int life;
  private final String name;
  private final Semaphore go = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private final Thread thread;
  private State state = State.READY;
  private boolean crashed;
  private @Nullable Throwable failure;
  private Instant standsStillUntil = Instant.MIN;
  private Instant wakesAt = Instant.MAX;

  /** How a host left its last turn. */
  enum State {
    READY,
    IDLE,
    ENDED
  }

  /** Which of the scenario's hosts it is, whatever its life. */
  record Role(Scenario.Cast cast, int number) {}

  Worker(Scheduler scheduler, Role role, int life) {
    this.scheduler = scheduler;
    this.role = role;
    this.life = life;
    name = role.cast().name() + "-" + role.number() + "." + life;
    thread = Thread.ofVirtual().name("simulated " + name).unstarted(this::live);
  }

  String name() {
    return name;
  }

  Role role() {
    return role;
  }

  int life() {
    return life;
  }

  State state() {
    return state;
  }

  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  Instant standsStillUntil() {
    return standsStillUntil;
  }

  Instant wakesAt() {
    return wakesAt;
  }

  void wake() {
    if (state == State.IDLE) {
      state = State.READY;
    }
  }

  /** Lets the host run to its next call; on the scheduler's thread. */
  void turn() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    go.release();
    boolean returned = false;
    try {
      returned = back.tryAcquire(PATIENCE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!returned) {
      state = State.ENDED;
      thread.interrupt();
      throw new Violation(
          name + " has not come back: a step may wait for nothing but the calls it makes");
    }
  }

  /** Ends the host's thread; what it does on its way out comes to nothing. */
  void end() {
    if (state != State.ENDED && thread.getState() != Thread.State.NEW) {
      crashed = true;
      turn();
    }
  }

  private void live() {
    go.acquireUninterruptibly();
    try {
      Host host = role.cast().start().apply(scheduler.node(this));
      while (true) {
        boolean more = step(host);
        if (more) {
          scheduler.wake();
        }
        state = more ? State.READY : State.IDLE;
        await();
      }
    } catch (HostCrashed e) {
      // That is what may happen.
    } catch (StoreException | ConnectionLost e) {
      scheduler.note(name, "could not start: " + e.code());
    } catch (Throwable e) {
      failure = crashed ? null : e;
    } finally {
      state = State.ENDED;
      back.release();
    }
  }

  private boolean step(Host host) throws Exception {
    try {
      return host.step();
    } catch (StoreException | ConnectionLost e) {
      scheduler.note(name, "step failed: " + e.code());
      return false;
    }
  }

  /** Gives the turn back and waits for the next. */
  private void await() {
    back.release();
    go.acquireUninterruptibly();
    if (crashed) {
      throw new HostCrashed(name);
    }
  }

  @Override
  public String host() {
    return name;
  }

  @Override
  public void wakeAt(Optional<Instant> due) {
    wakesAt = due.orElse(Instant.MAX);
  }

  @Override
  public <T> T read(String what, SimulatedStore.Work<T> work) {
    return call(what, false, work, SimulatedStore::lost);
  }

  @Override
  public <T> T write(String what, SimulatedStore.Work<T> work) {
    return call(what, true, work, SimulatedStore::lost);
  }

  String send(String receiver, String key, String what) {
    return call(
        "send " + receiver + " " + key + " \"" + what + "\"",
        true,
        now -> scheduler.receivers().receive(receiver, key, what, name, now),
        () -> new ConnectionLost(receiver));
  }

  private <T> T call(
      String what,
      boolean writes,
      SimulatedStore.Work<T> work,
      Supplier<? extends RuntimeException> lost) {
    if (!Thread.currentThread().equals(thread)) {
      throw new IllegalStateException(
          name + " calls on a thread of its own; in a simulation hosts start none");
    }
    if (crashed) {
      throw new HostCrashed(name);
    }
    state = State.READY;
    await();
    Optional<Mishap> mishap = scheduler.next(this, writes);
    String with = mishap.map(m -> " ! " + m).orElse("");
    if (before(mishap, what + with, lost)) {
      await();
    }
    Instant now = scheduler.clock().instant();
    T result;
    try {
      result = work.at(now);
    } catch (Violation e) {
      scheduler.note(name, what + with);
      scheduler.violated(e);
      throw e;
    } catch (RuntimeException e) {
      scheduler.note(name, what + with + " -> " + e.getClass().getSimpleName());
      after(mishap, lost);
      throw e;
    }
    scheduler.note(name, what + with + " -> " + describe(result));
    after(mishap, lost);
    return result;
  }

  /** Has befall what befalls before a call; tells whether others have their turn first. */
  private boolean before(
      Optional<Mishap> mishap, String what, Supplier<? extends RuntimeException> lost) {
    Random random = scheduler.random();
    long time = 1L + random.nextInt(600_000);
    switch (mishap.orElse(Mishap.LOST_ANSWER)) {
      case CRASH_BEFORE -> {
        scheduler.note(name, what);
        crashed = true;
        throw new HostCrashed(name);
      }
      case LOST_CONNECTION -> {
        scheduler.note(name, what);
        throw lost.get();
      }
      case STANDSTILL -> {
        scheduler.note(name, what);
        standsStillUntil = scheduler.clock().instant().plusMillis(60_000 + time);
        return true;
      }
      case CLOCK_AHEAD -> scheduler.clock().advance(Duration.ofMillis(time));
      case CLOCK_BACK -> scheduler.clock().setBack(Duration.ofMillis(time));
      case CRASH_AFTER, LOST_ANSWER -> {}
    }
    return false;
  }

  private void after(Optional<Mishap> mishap, Supplier<? extends RuntimeException> lost) {
    if (mishap.equals(Optional.of(Mishap.CRASH_AFTER))) {
      crashed = true;
      throw new HostCrashed(name);
    }
    if (mishap.equals(Optional.of(Mishap.LOST_ANSWER))) {
      throw lost.get();
    }
  }

  private static String describe(@Nullable Object result) {
    return switch (result) {
      case Claimed claimed -> describe(claimed.jobs());
      case Event event -> event.type();
      case Job job -> job.name() + " " + job.status().state() + " #" + job.status().fence();
      case Optional<?> found when found.orElse(null) instanceof Lease lease ->
          "fence " + lease.fence();
      case Collection<?> many when many.size() > 8 -> many.size() + " of them";
      case Collection<?> few -> few.stream().map(Worker::describe).toList().toString();
      case null, default -> String.valueOf(result);
    };
  }
}
