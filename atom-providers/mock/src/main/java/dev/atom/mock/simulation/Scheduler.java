package dev.atom.mock.simulation;

import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: whose turn it is, what time it is, what befalls whom. */
final class Scheduler {
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** So many calls without mishaps, and there is no end in sight. */
  private static final int RESTLESS = 50_000;

  private final Scenario scenario;
  private final boolean faultyToTheEnd;
  private final Random random;
  private final long seed;
  private final VirtualClock clock;
  private final Store store;
  private final Ledger ledger = new Ledger();
  private final Receivers receivers;
  private final List<Worker> workers = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private @Nullable Violation violation;
  private @Nullable Instant end;
  private int calls;
  private int writes;
  private int mishaps;

  /** Begins a run; with a plan of its own for all of it if it is given one. */
  Scheduler(Scenario scenario, long seed, boolean faultyToTheEnd) {
    this.scenario = scenario;
    this.seed = seed;
    this.faultyToTheEnd = faultyToTheEnd;
    random = new Random(seed);
    clock = VirtualClock.at(scenario.start());
    store = scenario.open().apply(clock);
    receivers = new Receivers(scenario.receivers());
  }

  /** The calls of the preparation: nothing befalls them. */
  private final class Preparation implements SimulatedStore.Calls {
    @Override
    public String host() {
      return "preparation";
    }

    @Override
    public void wakeAt(Optional<Instant> due) {}

    @Override
    public <T> T read(String what, SimulatedStore.Work<T> work) {
      return work.at(clock.instant());
    }

    @Override
    public <T> T write(String what, SimulatedStore.Work<T> work) {
      return work.at(clock.instant());
    }
  }

  /** Runs on a virtual thread like those of the hosts: a turn is then no wake-up of another thread. */
  Run run(String replay) {
    FutureTask<Run> run = new FutureTask<>(() -> runHere(replay));
    Thread.ofVirtual().name("simulation").start(run);
    try {
      return run.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; the run was not finished", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SimulationFailed failed) {
        failed.setStackTrace(Thread.currentThread().getStackTrace());
        throw failed;
      }
      throw new IllegalStateException("the run broke off", e.getCause());
    }
  }

  private Run runHere(String replay) {
    try (store) {
      scenario.prepare().accept(new SimulatedStore(store, ledger, new Preparation()));
      for (Scenario.Cast cast : scenario.casts()) {
        for (int number = 1; number <= cast.count(); number++) {
          workers.add(new Worker(this, new Worker.Role(cast, number), 1));
        }
      }
      while (goesOn()) {
        turn();
      }
      ledger.verify(store);
      World world = new World(store, receivers, clock.instant());
      scenario.checks().forEach(check -> check.accept(world));
      return new Run(seed, trace, writes, mishaps);
    } catch (RuntimeException | AssertionError e) {
      String what = e instanceof Violation ? e.getMessage() : e.toString();
      throw new SimulationFailed(replay, seed, String.valueOf(what), List.copyOf(trace), e);
    } finally {
      workers.forEach(Worker::end);
    }
  }

  private boolean goesOn() {
    if (end == null && calls >= scenario.calls()) {
      end = clock.instant().plus(scenario.settling());
    }
    if (calls > scenario.calls() + RESTLESS) {
      throw new Violation(
          "the hosts don't come to rest; step() returns false where nothing is due");
    }
    return end == null
        || clock.instant().isBefore(end)
        || workers.stream().anyMatch(worker -> worker.state() == Worker.State.READY);
  }

  /** Those who have something to do and don't stand still. */
  private List<Worker> ready() {
    Instant now = clock.instant();
    return workers.stream()
        .filter(worker -> worker.state() == Worker.State.READY)
        .filter(worker -> !worker.standsStillUntil().isAfter(now))
        .toList();
  }

  private void turn() {
    List<Worker> ready = ready();
    if (ready.isEmpty()) {
      passTime();
      return;
    }
    Worker worker = ready.get(random.nextInt(ready.size()));
    worker.turn();
    if (violation != null) {
      throw violation;
    }
    if (worker.failure().isPresent()) {
      throw new AssertionError(
          worker.name() + " failed: " + worker.failure().get(), worker.failure().get());
    }
    if (worker.state() == Worker.State.ENDED) {
      workers.set(workers.indexOf(worker), new Worker(this, worker.role(), worker.life() + 1));
    }
  }

  /** Nobody has anything to do: goes to what comes next, a minute ahead at most. */
  private void passTime() {
    Instant now = clock.instant();
    Instant next =
        workers.stream()
            .flatMap(worker -> Stream.of(worker.standsStillUntil(), worker.wakesAt()))
            .filter(at -> at.isAfter(now) && at.isBefore(now.plus(IDLE)))
            .min(Instant::compareTo)
            .orElse(now.plus(IDLE));
    clock.advanceTo(next);
    wake();
  }

  /** Counts a call that a host is about to make and decides what befalls it. */
  Optional<Mishap> next(Worker worker, boolean writes) {
    calls++;
    this.writes += writes ? 1 : 0;
    clock.advance(Duration.ofMillis(random.nextInt(20)));
    if (end != null && !faultyToTheEnd) {
      return Optional.empty();
    }
    Point point = new Point(calls, writes ? this.writes : 0, worker.name());
    Optional<Mishap> mishap = scenario.faults().at(point, random);
    mishaps += mishap.isPresent() ? 1 : 0;
    return worker.role().cast().crashes() ? mishap : mishap.map(Scheduler::survived);
  }

  private static Mishap survived(Mishap mishap) {
    return switch (mishap) {
      case CRASH_BEFORE -> Mishap.LOST_CONNECTION;
      case CRASH_AFTER -> Mishap.LOST_ANSWER;
      case LOST_CONNECTION, LOST_ANSWER, STANDSTILL, CLOCK_AHEAD, CLOCK_BACK -> mishap;
    };
  }

  /** Ends the run, whatever the host makes of the error. */
  void violated(Violation found) {
    violation = found;
  }

  /** Has those look again who had nothing to do. */
  void wake() {
    workers.forEach(Worker::wake);
  }

  void note(String host, String what) {
    trace.add(calls + " " + clock.instant() + " " + host + " " + what);
  }

  Node node(Worker worker) {
    long mixed = seed * 31 + worker.name().hashCode();
    return new Node(worker, new SimulatedStore(store, ledger, worker), clock, new Random(mixed));
  }

  VirtualClock clock() {
    return clock;
  }

  Random random() {
    return random;
  }

  Receivers receivers() {
    return receivers;
  }
}
