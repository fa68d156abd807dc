package dev.atom.router;

import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.router.stats.DecayingHistogram;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the targets of a call until one answers, two at once where that was wished.
 *
 * @param <T> what an answer is: a whole reply, or a stream with its first piece
 */
final class Asking<T> {
  private final CallRun run;
  private final Running.Asker<T> asker;

  Asking(CallRun run, Running.Asker<T> asker) {
    this.run = run;
    this.asker = asker;
  }

  /** An answer and the attempt that gave it. */
  record Won<T>(Running running, T answer) {}

  Won<T> answer(ChatRequest request) {
    while (true) {
      Running first = run.next(request);
      Optional<Duration> patience = patience(first);
      Optional<Won<T>> won = patience.isEmpty() ? ask(first) : race(first, patience.get(), request);
      if (won.isPresent()) {
        return won.get();
      }
    }
  }

  private Optional<Won<T>> ask(Running running) {
    try {
      return Optional.of(new Won<>(running, running.ask(asker, run.context())));
    } catch (ModelException e) {
      run.failed(running, e);
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      run.broke(running, e);
      throw e;
    }
  }

  /** How long an answer is waited for before another target is asked, too. */
  private Optional<Duration> patience(Running running) {
    Optional<Hedging> hedging = run.lanes().route().hedging();
    if (hedging.isEmpty()) {
      return Optional.empty();
    }
    Lane lane = running.lane();
    DecayingHistogram times =
        run.booking().call().streamed() ? lane.stats().firstToken() : lane.stats().whole();
    if (times.weight(running.startedNanos()) < hedging.get().leastCalls()) {
      return Optional.empty();
    }
    Duration p95 = Duration.ofNanos(Math.round(times.p95()));
    Duration least = hedging.get().leastWait();
    return Optional.of(p95.compareTo(least) > 0 ? p95 : least);
  }

  private Optional<Won<T>> race(Running first, Duration patience, ChatRequest request) {
    Race<T> race = new Race<>(asker, run.context());
    try {
      race.start(first);
      Optional<Race.Finish<T>> finish = race.await(patience);
      if (finish.isEmpty()) {
        run.tryNext(request, false).ifPresent(race::start);
      }
      while (true) {
        Race.Finish<T> end = finish.isPresent() ? finish.get() : race.await();
        finish = Optional.empty();
        if (end.answer().isPresent()) {
          race.others(end.running()).forEach(run.booking()::hedged);
          return Optional.of(new Won<>(end.running(), end.answer().get()));
        }
        lost(race, end);
        if (race.over()) {
          return Optional.empty();
        }
      }
    } finally {
      race.close();
    }
  }

  private void lost(Race<T> race, Race.Finish<T> end) {
    Throwable failure = end.failure().orElseThrow();
    boolean ending =
        !(failure instanceof ModelException known) || known.remedy() == ModelException.Remedy.NONE;
    if (ending) {
      race.others(end.running()).forEach(run.booking()::hedged);
    }
    if (failure instanceof ModelException known) {
      run.failed(end.running(), known);
      return;
    }
    run.broke(end.running(), failure);
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
