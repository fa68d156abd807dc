package dev.atom.workflow;

import dev.atom.CallContext;
import dev.atom.approval.ApprovalRequest;
import dev.atom.job.JobPostponed;
import dev.atom.job.JobRun;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.JobChange;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One host's advance of one run, under the claim of its job. What has happened is folded once and
 * then kept up to date with what is written. Every append expects the version that was seen: whoever
 * comes second writes nothing. Thread-safe: branches write one after the other.
 */
final class Session implements Scope.Data {
  private static final Duration AFTER_LOSS = Duration.ofMillis(200);
  private static final int PAGE = 1_000;

  private final Host host;
  private final JobRun job;
  private final Subject subject;
  private final RunFold fold = new RunFold();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<NewEvent> pending = new ArrayList<>();
  private final Map<String, Json> large = new ConcurrentHashMap<>();
  private long version;
  private volatile @Nullable Throwable broken;
  private volatile boolean changed;

  Session(Host host, JobRun job) {
    this.host = host;
    this.job = job;
    this.subject = job.subject();
    catchUp(false);
  }

  Host host() {
    return host;
  }

  RunFold fold() {
    return fold;
  }

  RunId run() {
    return RunId.of(subject);
  }

  CallContext context() {
    return job.context();
  }

  /** Whether the claim is lost, the time is up, or the host closes. */
  boolean cut() {
    return job.context().cancellation().cancelled();
  }

  Instant now() {
    return host.clock().instant();
  }

  /** Whether somebody wants the run to go no further, or to go on otherwise. */
  boolean interrupted() {
    return fold.paused() || fold.cancel().isPresent() || fold.rewinding().isPresent() || changed;
  }

  /** Whether the definition is another now. */
  boolean changed() {
    return changed;
  }

  /** Says that the run is looked at again, if the claim is still there. */
  void resume() {
    if (fold.parked()) {
      Instant until = job.job().status().dueAt().orElse(now());
      Duration left = Duration.between(now(), until);
      Duration time = left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
      NewEvent resumed = RunEvents.event(RunEvents.RESUMED, Json.Obj.EMPTY);
      write(resumed, append -> append.change(JobChange.extend(job.job(), time)), () -> true);
    }
  }

  /** Notes what need not be durable before the next append: what can be worked out again. */
  void note(NewEvent event) {
    lock.lock();
    try {
      check();
      pending.add(event);
      fold.apply(event, now());
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a step is done; a large result goes to the blobs. */
  Flow noteDone(String key, Json result) {
    note(
        RunEvents.event(RunEvents.STEP_DONE, host.kept(run(), RunEvents.done(key, result).data())));
    return new Flow.Done(result);
  }

  /** Writes what has happened, whatever somebody else has written meanwhile. */
  void write(NewEvent event) {
    write(event, append -> {}, () -> true);
  }

  /** Writes what is about to happen; false if somebody has interrupted the run meanwhile. */
  boolean writeUnlessInterrupted(NewEvent event) {
    return write(event, append -> {}, () -> !interrupted());
  }

  /** Has a step wait for a signal, from now on. */
  void listen(String key, String timer, Json.Obj what) {
    NewJob listening =
        NewJob.timer(timer, Signals.KIND, now().plus(Form.LONGEST)); // looked up, never run
    write(RunEvents.waiting(key, what), append -> append.plan(listening), () -> true);
  }

  /** Asks for an approval, from now on. */
  void ask(String key, Json.Obj what, ApprovalRequest request) {
    write(RunEvents.waiting(key, what), append -> request.addTo(append, now()), () -> true);
  }

  /** Ends a wait for a signal; false if one has come meanwhile. */
  boolean giveUpWaiting(String key, NewEvent event) {
    return write(
        event,
        append -> Signals.listensNoMore(fold, key).ifPresent(append::cancel),
        () -> fold.step(key).filter(s -> s.is(StepRecord.Status.WAITING)).isPresent());
  }

  private boolean write(NewEvent event, Consumer<Append.Builder> more, BooleanSupplier unless) {
    lock.lock();
    try {
      while (true) {
        check();
        if (!unless.getAsBoolean()) {
          return false;
        }
        Append.Builder append = begin().event(event);
        more.accept(append);
        try {
          version = host.store().append(append.build());
        } catch (VersionConflict e) {
          catchUp(true);
          continue;
        }
        pending.clear();
        fold.apply(event, now());
        return true;
      }
    } catch (RuntimeException e) {
      broken = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private Append.Builder begin() {
    Append.Builder append = Append.to(subject).expect(version);
    pending.forEach(append::event);
    return append;
  }

  /**
   * Ends this advance: what is written, and that the job is done, in one transaction.
   *
   * @return false if somebody else has written meanwhile; look at the run again
   */
  boolean complete(Optional<NewEvent> event, Consumer<Append.Builder> more) {
    lock.lock();
    try {
      check();
      Append.Builder append = begin();
      event.ifPresent(append::event);
      more.accept(append);
      try {
        version = job.complete(append);
      } catch (VersionConflict e) {
        catchUp(true);
        return false;
      }
      pending.clear();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends this advance and has the run advanced at an instant. */
  static NewJob timer(Instant at) {
    return NewJob.timer(Workflows.TIMER, Workflows.KIND, at);
  }

  private void catchUp(boolean external) {
    List<Event> events;
    do {
      events = host.store().read(subject, version, PAGE);
      for (Event event : events) {
        if (external && RunEvents.byWorker(event.type())) {
          throw new JobPostponed(AFTER_LOSS, "another host has advanced " + subject);
        }
        if (event.type().equals(RunEvents.MIGRATED) && external) {
          changed = true;
        }
        fold.apply(event.event(), event.at());
        version = event.version();
      }
    } while (events.size() == PAGE);
  }

  /** Throws what another branch has met, for which the whole advance ends. */
  void check() {
    switch (broken) {
      case null -> {}
      case RuntimeException met -> throw met;
      case Error met -> throw met;
      case Throwable met -> throw new IllegalStateException(met);
    }
  }

  /** Ends the advance of all branches. */
  void breakOff(Throwable why) {
    broken = broken == null ? why : broken;
  }

  @Override
  public Json.Obj inputs() {
    return fold.inputs();
  }

  @Override
  public Optional<Json> result(String key) {
    return fold.step(key).filter(step -> step.is(StepRecord.Status.DONE)).map(this::result);
  }

  @Override
  public Optional<Json> revision(String key) {
    return fold.revision(key).map(data -> data);
  }

  /** A step's result, wherever it is kept. */
  Json result(StepRecord step) {
    return step.data().get("blob").isPresent()
        ? large.computeIfAbsent(step.key(), key -> Results.load(host, subject, step.data()))
        : step.data().get("result").orElse(Json.NULL);
  }
}
