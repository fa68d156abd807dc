package dev.atom.job;

import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.JobLimit;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Runs the jobs of a {@link Store}: one of these per host and store, any number of hosts per store.
 *
 * {@snippet file="dev/atom/job/JobsDocTest.java" region="first"}
 *
 * <p>Guarantees: a job that is due is run by one host at a time, as long as its claim is kept, and is
 * run again if its host dies, at the latest {@link Builder#claimTime} later; how often that may be is
 * {@link JobKind}'s matter. Of jobs that are due, those of the higher {@link
 * dev.atom.store.Priority} begin first. Nothing is lost when the store fails for a while. Hosts whose
 * clocks differ run nothing twice: what is due, and whose claim is over, the store's clock decides.
 *
 * <p>Either {@link #start} it, or call {@link #runDue} from a loop of your own. Thread-safe.
 */
public final class Jobs implements AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Store store;
  private final Duration grace;
  private final Runner runner;
  private final Chores chores;
  private final Worker worker;
  private final boolean beats;
  private Runnable unsubscribe = () -> {};
  private boolean started;
  private volatile boolean closed;

  private Jobs(Builder builder) {
    store = builder.store;
    grace = builder.grace;
    beats = builder.beats;
    Map<String, JobKind> kinds = new LinkedHashMap<>();
    for (JobKind kind : builder.kinds) {
      if (kinds.put(kind.name(), kind) != null) {
        throw new IllegalArgumentException("kind \"" + kind.name() + "\" is handled twice");
      }
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("nothing is handled; name at least one kind");
    }
    runner = new Runner(builder, kinds);
    chores = new Chores(store, builder.clock, runner, kinds.keySet(), builder.recurring);
    worker = new Worker(runner, chores, builder.clock, builder.poll, builder.concurrency);
    runner.tell(worker);
  }

  /**
   * Returns a builder.
   *
   * @param store keeps the jobs; not closed by this
   * @param clock the host's; in earnest the system's
   * @param random where chance comes from, for the jitter of retries and the worker's name; guarded
   *     by this, so it need not be thread-safe
   * @return a new builder
   */
  public static Builder newBuilder(Store store, Clock clock, RandomGenerator random) {
    return new Builder(store, clock, random);
  }

  /**
   * Begins to run what is due, on virtual threads. Returns at once.
   *
   * @return this
   * @throws IllegalStateException if it is started or closed already
   */
  public synchronized Jobs start() {
    if (started || closed) {
      throw new IllegalStateException("the jobs are started or closed already; make new ones");
    }
    started = true;
    startHeart();
    unsubscribe = store.whenPlanned(worker::planned);
    worker.start();
    return this;
  }

  /**
   * Runs what is due now on the calling thread, one job after the other, until nothing is due any
   * more or the thread is interrupted. For hosts with a loop of their own, and for tests with a clock
   * that stands still.
   *
   * @return how many attempts were made
   * @throws StoreException if nothing can be claimed
   * @throws IllegalStateException if it is closed
   */
  public int runDue() {
    if (closed) {
      throw new IllegalStateException("the jobs are closed");
    }
    startHeart();
    runner.settlements().flush();
    chores.run();
    int attempts = 0;
    while (!closed && !Thread.currentThread().isInterrupted()) {
      Claimed claimed = runner.claim(1);
      if (claimed.jobs().isEmpty()) {
        break;
      }
      runner.execute(runner.begin(claimed.jobs().getFirst()));
      attempts++;
    }
    return attempts;
  }

  private void startHeart() {
    if (beats) {
      runner.heart().start();
    }
  }

  /**
   * Lengthens the claims of runs that are under way and ends those whose time is up or whose claim is
   * lost, as far as that is due. Happens by itself by the time that really passes, unless {@link
   * Builder#withoutHeart}; for a clock that a test moves.
   */
  public void heartBeat() {
    runner.heart().beat();
  }

  /**
   * Plans a job by itself. To plan it together with events, use {@link Append.Builder#plan}.
   *
   * @param subject whose job
   * @param job what is due
   * @throws dev.atom.store.UniqueKeyTaken if it is an effect whose key is used already
   */
  public void plan(Subject subject, NewJob job) {
    store.append(Append.to(subject).plan(job).build());
  }

  /**
   * Returns how many runs are under way on this host.
   *
   * @return 0 or more
   */
  public int running() {
    return runner.heart().count();
  }

  /**
   * Returns the administration of the store's jobs, which tells this host at once what it changes.
   *
   * @return the administration
   */
  public JobAdmin admin() {
    return new JobAdmin(
        store,
        job -> {
          runner.heart().suspect(job.number());
          worker.wake();
        });
  }

  /**
   * Claims nothing more, gives what runs the {@link Builder#grace} time to end, then cancels it and
   * gives the claims back, for another host to run at once; what may not be repeated silently says
   * that it had begun. What does not end even then keeps its claim until it is over. The store stays
   * open. Closing twice is fine.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    unsubscribe.run();
    try {
      if (started) {
        worker.stop();
      }
      if (!runner.heart().awaitNone(grace)) {
        runner.heart().close();
        runner.heart().awaitNone(LAST_WORDS);
      }
    } catch (InterruptedException e) {
      runner.heart().close();
      Thread.currentThread().interrupt();
    }
    runner.heart().stop();
    runner.settlements().flush();
  }

  /**
   * Builds {@link Jobs}. Defaults: 64 runs at a time; claims of 15 seconds, lengthened every 5; a look
   * at the store at least every second; 10 seconds of grace.
   */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofDays(1);

    final Store store;
    final Clock clock;
    final RandomGenerator random;
    final List<JobListener> listeners = new ArrayList<>();
    Duration claimTime = Duration.ofSeconds(15);
    private final List<JobKind> kinds = new ArrayList<>();
    private final List<Chores.Recurring> recurring = new ArrayList<>();
    private Optional<String> worker = Optional.empty();
    private int concurrency = 64;
    private Duration poll = Duration.ofSeconds(1);
    private Duration grace = Duration.ofSeconds(10);
    private boolean beats = true;

    private Builder(Store store, Clock clock, RandomGenerator random) {
      this.store = Objects.requireNonNull(store, "store");
      this.clock = Objects.requireNonNull(clock, "clock");
      this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Handles a kind as {@link JobKind} has it by default.
     *
     * @param kind the kind's name
     * @param effect what repeating it does to the world
     * @param handler does it
     * @return this builder
     */
    public Builder handle(String kind, Effect effect, JobHandler handler) {
      return handle(JobKind.newBuilder(kind, effect, handler).build());
    }

    /**
     * Handles a kind.
     *
     * @param kind how it is done
     * @return this builder
     */
    public Builder handle(JobKind kind) {
      kinds.add(Objects.requireNonNull(kind, "kind"));
      return this;
    }

    /**
     * Has a job recur. Every host may say so at every start: planned once and with the same words, it
     * is left alone, paused or not; with others it is moved.
     *
     * @param subject whose job
     * @param name which of the subject's timers
     * @param kind what handles it
     * @param schedule when it recurs
     * @return this builder
     */
    public Builder recurring(Subject subject, String name, String kind, JobSchedule schedule) {
      return recurring(subject, schedule, NewJob.timer(name, kind, Instant.EPOCH));
    }

    /**
     * Has a job recur that has a payload or a priority.
     *
     * @param subject whose job
     * @param schedule when it recurs
     * @param job its name, kind, payload and priority; when it is due first the schedule says
     * @return this builder
     */
    public Builder recurring(Subject subject, JobSchedule schedule, NewJob job) {
      recurring.add(new Chores.Recurring(subject, job.name(), job.kind(), schedule, job));
      return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of jobs
     * @return this builder
     */
    public Builder listener(JobListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Sets by what name the store knows this host.
     *
     * @param name 1 to 200 characters, of no other host that shares the store
     * @return this builder
     */
    public Builder worker(String name) {
      worker = Optional.of(name);
      return this;
    }

    /**
     * Sets how many run at the same time on this host, once it is started.
     *
     * @param runs the most, 1 or more
     * @return this builder
     */
    public Builder concurrency(int runs) {
      concurrency = JobLimit.of(runs).running();
      return this;
    }

    /**
     * Sets how long a claim lasts if its host dies. A living host lengthens it three times in that
     * time.
     *
     * @param time a second to a day
     * @return this builder
     */
    public Builder claimTime(Duration time) {
      if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a claim lasts a second to a day, not " + time);
      }
      claimTime = time;
      return this;
    }

    /**
     * Sets how often the store is looked at when nothing is known to be due, because other processes
     * plan jobs too.
     *
     * @param time a millisecond to a day
     * @return this builder
     */
    public Builder poll(Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("it is polled every millisecond to day, not " + time);
      }
      poll = time;
      return this;
    }

    /**
     * Sets how long runs may go on when it is closed.
     *
     * @param time zero or more
     * @return this builder
     */
    public Builder grace(Duration time) {
      if (time.isNegative() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a time of grace is zero to a day, not " + time);
      }
      grace = time;
      return this;
    }

    /**
     * Leaves the thread out that lengthens claims: whoever runs jobs longer than a claim lasts calls
     * {@link Jobs#heartBeat} itself. For a simulation, in which nothing happens by real time.
     *
     * @return this builder
     */
    public Builder withoutHeart() {
      beats = false;
      return this;
    }

    /**
     * Returns the jobs, not started.
     *
     * @return new jobs
     * @throws IllegalArgumentException if no kind is handled, or one twice
     */
    public Jobs build() {
      return new Jobs(this);
    }

    String worker() {
      return worker.orElseGet(() -> "worker-" + Long.toHexString(random.nextLong()));
    }
  }
}
