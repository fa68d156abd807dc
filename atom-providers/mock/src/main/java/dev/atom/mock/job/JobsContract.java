package dev.atom.mock.job;

import dev.atom.job.Jobs;
import dev.atom.store.Store;
import java.time.Clock;
import org.junit.jupiter.api.Nested;

/**
 * What {@link Jobs} promises, to be kept on every engine: extend it, open the engine, and all of it is
 * tested. No test waits or sleeps; the clock stands still unless a test moves it.
 *
 * <p>One {@link Store} is opened for each test and closed after it.
 */
public abstract class JobsContract {
  /** Creates the suite. */
  protected JobsContract() {}

  /**
   * Opens the engine under test: called once per test for a new, empty store.
   *
   * @param clock what the store takes the time from
   * @return the open store, closed by the suite
   */
  protected abstract Store open(Clock clock);

  /** One job: how it is run, how it ends, what it writes. */
  @Nested
  final class Run extends RunTests {
    /** Creates the group. */
    Run() {}

    @Override
    protected Store open(Clock clock) {
      return JobsContract.this.open(clock);
    }
  }

  /** Workers that die or are too slow. */
  @Nested
  final class Lapse extends LapseTests {
    /** Creates the group. */
    Lapse() {}

    @Override
    protected Store open(Clock clock) {
      return JobsContract.this.open(clock);
    }
  }

  /** Jobs that recur. */
  @Nested
  final class Recurring extends RecurringTests {
    /** Creates the group. */
    Recurring() {}

    @Override
    protected Store open(Clock clock) {
      return JobsContract.this.open(clock);
    }
  }

  /** What a person can see and decide. */
  @Nested
  final class Admin extends AdminTests {
    /** Creates the group. */
    Admin() {}

    @Override
    protected Store open(Clock clock) {
      return JobsContract.this.open(clock);
    }
  }

  /** What other schedulers got wrong. */
  @Nested
  final class Incident extends IncidentTests {
    /** Creates the group. */
    Incident() {}

    @Override
    protected Store open(Clock clock) {
      return JobsContract.this.open(clock);
    }
  }

  /** Several hosts and threads on one store. */
  @Nested
  final class Hosts extends HostsTests {
    /** Creates the group. */
    Hosts() {}

    @Override
    protected Store open(Clock clock) {
      return JobsContract.this.open(clock);
    }
  }
}
