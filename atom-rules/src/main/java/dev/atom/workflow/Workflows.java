package dev.atom.workflow;

import dev.atom.IdSource;
import dev.atom.approval.ApprovalHandler;
import dev.atom.blob.Blobs;
import dev.atom.job.JobKind;
import dev.atom.job.Jobs;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.Store;
import dev.atom.store.SubjectHead;
import dev.atom.time.WorkCalendar;
import dev.atom.workflow.RunRefused.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;

/**
 * Publishes workflows, starts runs and says what becomes of them.
 *
 * {@snippet file="dev/atom/workflow/WorkflowsDocTest.java" region="first"}
 *
 * <p>Runs are advanced by {@link Jobs}: {@link #register} it on the host's. Any number of hosts may
 * share a store. Guarantees, when a host dies at any point of a run: a step whose result was written
 * is not done again; a call of class {@link Effect#READ} or {@link Effect#KEYED} is repeated, with the
 * same idempotency key; of a {@link Effect#CHECKABLE} one the receiver is asked; a {@link
 * Effect#BLIND} one is never repeated silently: the run waits for {@link #decide}. Waiting takes no
 * thread.
 *
 * <p>Thread-safe. Methods block, and throw {@link dev.atom.store.StoreException} where the store
 * fails.
 */
public final class Workflows {
  /** The kind of the jobs by which runs are advanced. */
  public static final String KIND = "workflow_run";

  static final String TIMER = "advance";
  static final String NOTIFY = "notify";
  static final String WAKE = "wake";

  private final Host host;
  private final Catalogue catalogue;
  private final RunWriter runs;
  private final Starter starter;
  private final RunControl control;
  private final GoingBack goingBack;
  private final RunJobs jobs;

  private Workflows(Builder builder) {
    host =
        new Host(
            builder.store,
            builder.clock,
            builder.random,
            Map.copyOf(builder.operations),
            Map.copyOf(builder.calendars),
            builder.blobs,
            builder.limits,
            List.copyOf(builder.listeners));
    catalogue = new Catalogue(host.store());
    runs = new RunWriter(host.store(), host.clock());
    starter = new Starter(host, IdSource.timeOrdered(builder.clock, builder.random));
    control = new RunControl(host, catalogue, runs);
    goingBack = new GoingBack(host, catalogue, runs, builder.mayGoBack);
    jobs = new RunJobs(host, catalogue, runs);
  }

  /**
   * Returns a builder.
   *
   * @param store keeps definitions and runs; not closed by this
   * @param clock the host's; in earnest the system's
   * @param random where chance comes from, for ids and the jitter of retries; guarded by this, so it
   *     need not be thread-safe
   * @return a new builder
   */
  public static Builder newBuilder(Store store, Clock clock, RandomGenerator random) {
    return new Builder(store, clock, random);
  }

  /**
   * Has a host's jobs advance runs.
   *
   * @param builder the builder of the host's jobs
   * @return the same builder
   */
  public Jobs.Builder register(Jobs.Builder builder) {
    return builder.handle(
        JobKind.newBuilder(KIND, Effect.KEYED, jobs::run)
            .retries(RetryPolicy.standard().attempts(100))
            .retryIf(error -> true)
            .timeout(Duration.ofDays(1))
            .build());
  }

  /**
   * Returns what takes up decisions on approve steps: register it on the host's {@link
   * dev.atom.approval.Approvals}, and these on its jobs.
   *
   * @return the handler, named {@code workflow}
   */
  public ApprovalHandler approvalHandler() {
    return new ApprovalSteps(host.clock());
  }

  /**
   * Publishes a workflow: others may start it by its name. Publishing the same again does nothing.
   *
   * @param tenant the tenant's id
   * @param workflow the workflow
   * @param actor who publishes it
   * @throws InvalidWorkflow if it calls an operation that is not registered, or calls it wrongly
   * @throws RunRefused if the version is published already with other content
   */
  public void publish(String tenant, Workflow workflow, String actor) {
    workflow.check(signatures());
    catalogue.publish(tenant, workflow, actor);
  }

  /**
   * Returns the signatures of the registered operations.
   *
   * @return in no particular order
   */
  public List<Signature> signatures() {
    return host.operations().values().stream()
        .map(registered -> Signature.of(registered.operation()))
        .toList();
  }

  /**
   * Finds a published workflow.
   *
   * @param tenant the tenant's id
   * @param name the workflow's name
   * @param version its version
   * @return empty if it is not published
   */
  public Optional<Workflow> workflow(String tenant, String name, int version) {
    return catalogue.find(tenant, name, version);
  }

  /**
   * Finds the published workflow of the highest version.
   *
   * @param tenant the tenant's id
   * @param name the workflow's name
   * @return empty if none is published
   */
  public Optional<Workflow> latest(String tenant, String name) {
    return catalogue.latest(tenant, name);
  }

  /**
   * Starts a run of the published workflow of the highest version. The run stays with that version.
   *
   * @param tenant the tenant's id
   * @param name the workflow's name
   * @param inputs its inputs
   * @param key what is the same for repeats of this start: they return the same run; 1 to 500
   *     characters
   * @return the run
   * @throws RunRefused if no such workflow is published, or the inputs are not what it asks for
   */
  public RunId start(String tenant, String name, Json.Obj inputs, String key) {
    Workflow workflow =
        catalogue
            .latest(tenant, name)
            .orElseThrow(
                () ->
                    new RunRefused(
                        Reason.NO_SUCH_WORKFLOW,
                        "no workflow \"" + name + "\" is published; publish it first"));
    return starter.start(tenant, workflow, inputs, key, false);
  }

  /**
   * Starts a run of a workflow that need not be published: the run carries its definition.
   *
   * @param tenant the tenant's id
   * @param workflow the workflow
   * @param inputs its inputs
   * @param key what is the same for repeats of this start: they return the same run; 1 to 500
   *     characters
   * @return the run
   * @throws InvalidWorkflow if it calls an operation that is not registered, or calls it wrongly
   * @throws RunRefused if the inputs are not what it asks for
   */
  public RunId start(String tenant, Workflow workflow, Json.Obj inputs, String key) {
    workflow.check(signatures());
    return starter.start(tenant, workflow, inputs, key, true);
  }

  /**
   * Looks at a run.
   *
   * @param run which
   * @return how it stands; empty if there is no such run
   */
  public Optional<Run> run(RunId run) {
    RunFold fold = runs.read(run.subject()).fold();
    return fold.exists() ? Optional.of(Run.of(host, run, fold)) : Optional.empty();
  }

  /**
   * Lists a tenant's runs.
   *
   * @param tenant the tenant's id
   * @param after the id behind which to begin; "" for the first
   * @param limit the most, 1 or more
   * @return in the order of their ids, which is about that of their starts
   */
  public List<RunId> runs(String tenant, String after, int limit) {
    return host.store().subjects(tenant, RunId.KIND, after, limit).stream()
        .map(SubjectHead::subject)
        .map(RunId::of)
        .toList();
  }

  /**
   * Tells every run that waits for it at this moment that something has happened. It is not kept: a
   * run that begins to wait later does not hear of it, so start the run that waits before asking for
   * what it waits for, or signal again while nobody has heard.
   *
   * @param tenant the tenant's id
   * @param event what has happened, as in {@link Step.WaitFor}
   * @param correlation whom it concerns, such as an order's number
   * @param payload what there is to say about it
   * @return how many runs have heard of it
   */
  public int signal(String tenant, String event, String correlation, Json payload) {
    return control.signal(tenant, event, correlation, payload);
  }

  /**
   * Decides about a step of which nobody knows whether it has happened.
   *
   * @param run the run
   * @param step the step's id and iteration, as {@link Run} names it
   * @param decision what is decided
   * @param actor who decides
   * @throws RunRefused if nothing is to be decided about the step
   */
  public void decide(RunId run, String step, StepDecision decision, String actor) {
    control.decide(run, step, decision, actor);
  }

  /**
   * Has a run end. What is under way is finished first; nothing more is begun.
   *
   * @param run the run
   * @param compensate whether what it has done is undone
   * @param actor who wants it
   * @return false if it has ended already, or is on its way to
   * @throws RunRefused if there is no such run
   */
  public boolean cancel(RunId run, boolean compensate, String actor) {
    return runs.cancelUnlessEnded(run, compensate, actor);
  }

  /**
   * Has a run begin nothing more until it is resumed.
   *
   * @param run the run
   * @param actor who wants it
   * @throws RunRefused if it has ended or is paused
   */
  public void pause(RunId run, String actor) {
    control.toggle(run, false, RunEvents.PAUSE, actor);
  }

  /**
   * Has a paused run go on.
   *
   * @param run the run
   * @param actor who wants it
   * @throws RunRefused if it has ended or is not paused
   */
  public void resume(RunId run, String actor) {
    control.toggle(run, true, RunEvents.RESUME, actor);
  }

  /**
   * Has a run that has failed try its failed steps once more, under the same idempotency keys; or one
   * that could not undo something try that again.
   *
   * @param run the run
   * @param actor who wants it
   * @throws RunRefused if it has not failed, or has undone what it did
   */
  public void retry(RunId run, String actor) {
    control.retry(run, actor);
  }

  /**
   * Has a run that has ended, with or without success, go back to a step and go on from there. First
   * what was done from that step on is undone, the last first, where steps have a compensation; then
   * these steps are done as if they had never been, under other idempotency keys. They are the step
   * itself and what could have seen its result: what comes after it, not what stands beside it in
   * other branches and iterations. Of what stands beside it, steps that have failed for good or that
   * waited are tried again under the same keys. What was chosen by a branch around the step stays.
   * The run keeps its version; who wanted it, and why, stands in its history.
   *
   * @param run the run
   * @param step the step's id and iteration, as {@link Run} names it
   * @param undoing what becomes of what has happened and can't be undone
   * @param actor who wants it, 1 to 200 characters
   * @param reason why, 1 to 1000 characters
   * @throws RunRefused if it has not ended; is undone; was started by another run, which has heard of
   *     its end; has not come to the step; or, unless that is accepted, if something can't be undone:
   *     {@link RunRefused#steps} names it
   */
  public void retryFrom(RunId run, String step, Undoing undoing, String actor, String reason) {
    goingBack.retryFrom(run, step, undoing, actor, reason);
  }

  /**
   * Has a run go on by another version of its workflow.
   *
   * @param run a run that was started by name
   * @param version a published version
   * @param actor who wants it
   * @throws RunRefused if the version has no place for a step that the run has heard of: of the same
   *     id and kind, within the same for-each steps
   */
  public void migrate(RunId run, int version, String actor) {
    control.migrate(run, version, actor);
  }

  /**
   * Builds {@link Workflows}. Defaults: no operations, no calendars, no blobs, {@link
   * WorkflowLimits#DEFAULT}. Not thread-safe.
   */
  public static final class Builder {
    private final Store store;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, Host.Registered> operations = new HashMap<>();
    private final Map<String, WorkCalendar> calendars = new HashMap<>();
    private final List<WorkflowListener> listeners = new ArrayList<>();
    private Optional<Blobs> blobs = Optional.empty();
    private WorkflowLimits limits = WorkflowLimits.DEFAULT;
    private BiPredicate<RunId, String> mayGoBack = (run, actor) -> true;

    private Builder(Store store, Clock clock, RandomGenerator random) {
      this.store = Objects.requireNonNull(store, "store");
      this.clock = Objects.requireNonNull(clock, "clock");
      this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Registers operations that steps may call.
     *
     * @param more operations of other classes than {@link Effect#CHECKABLE}
     * @return this builder
     */
    public Builder operations(Operation... more) {
      for (Operation operation : more) {
        if (operation.effect() == Effect.CHECKABLE) {
          throw new IllegalArgumentException(
              operation + " is checkable; register it with its check");
        }
        put(new Host.Registered(operation, Optional.empty()));
      }
      return this;
    }

    /**
     * Registers a checkable operation.
     *
     * @param operation the operation
     * @param check asks whether it has happened
     * @return this builder
     */
    public Builder operation(Operation operation, StepCheck check) {
      put(new Host.Registered(operation, Optional.of(check)));
      return this;
    }

    private void put(Host.Registered registered) {
      String name = registered.operation().name();
      if (operations.put(name, registered) != null) {
        throw new IllegalArgumentException("operation \"" + name + "\" is registered twice");
      }
    }

    /**
     * Names a calendar for waits of working time.
     *
     * @param name the name in workflows
     * @param calendar the calendar
     * @return this builder
     */
    public Builder calendar(String name, WorkCalendar calendar) {
      calendars.put(name, Objects.requireNonNull(calendar, "calendar"));
      return this;
    }

    /**
     * Sets where large results are kept.
     *
     * @param where not closed by this
     * @return this builder
     */
    public Builder blobs(Blobs where) {
      blobs = Optional.of(where);
      return this;
    }

    /**
     * Sets how far runs may go.
     *
     * @param most the limits
     * @return this builder
     */
    public Builder limits(WorkflowLimits most) {
      limits = Objects.requireNonNull(most, "most");
      return this;
    }

    /**
     * Sets who may have a run {@linkplain Workflows#retryFrom go back} to an earlier step; by default
     * everybody whom the host lets ask.
     *
     * @param may tells it of a run and an actor; may block
     * @return this builder
     */
    public Builder mayGoBack(BiPredicate<RunId, String> may) {
      mayGoBack = Objects.requireNonNull(may, "may");
      return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what this host does with runs
     * @return this builder
     */
    public Builder listener(WorkflowListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Returns the workflows.
     *
     * @return not running by itself: see {@link #register}
     */
    public Workflows build() {
      return new Workflows(this);
    }
  }
}
