package dev.atom.benchmarks.jobs;

import java.time.Instant;
import java.util.List;

/** Somebody who keeps jobs and runs them: made with no job and not started. */
interface Contender extends AutoCloseable {
  /** What a job does. */
  interface Handler {
    void run(Instant planned);
  }

  /** Plans jobs in one transaction, or as few as it can. Names are not used twice. */
  void plan(List<Planned> jobs) throws Exception;

  /** Begins to run what is due. */
  void start(Handler handler) throws Exception;

  /** Ends running and lets go of everything. */
  @Override
  void close() throws Exception;

  /** A job to plan. */
  record Planned(String name, Instant at) {}

  /** Makes a contender on an empty database. */
  interface Maker {
    Contender make() throws Exception;
  }

  /** A contender by its name in tables. */
  record Named(String name, Maker maker) {}
}
