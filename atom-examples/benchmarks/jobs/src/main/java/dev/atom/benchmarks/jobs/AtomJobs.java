package dev.atom.benchmarks.jobs;

import dev.atom.job.Jobs;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Atom's: timers, which are gone when they are done. */
final class AtomJobs implements Contender {
  private static final Subject SUBJECT = new Subject("acme", "case", "1");

  private final Store store;
  private final AutoCloseable database;
  private final int concurrency;
  private Optional<Jobs> jobs = Optional.empty();

  AtomJobs(Store store, AutoCloseable database, int concurrency) {
    this.store = store;
    this.database = database;
    this.concurrency = concurrency;
  }

  @Override
  public void plan(List<Planned> planned) {
    Append.Builder append = Append.to(SUBJECT);
    planned.forEach(job -> append.plan(NewJob.timer(job.name(), "tiny", job.at())));
    store.append(append.build());
  }

  @Override
  public void start(Handler handler) {
    jobs =
        Optional.of(
            Jobs.newBuilder(store, Clock.systemUTC(), new Random(1))
                .concurrency(concurrency)
                .handle("tiny", Effect.KEYED, run -> handler.run(run.job().at()))
                .build()
                .start());
  }

  @Override
  public void close() throws Exception {
    jobs.ifPresent(Jobs::close);
    store.close();
    database.close();
  }
}
