package dev.atom.workflow;

import dev.atom.IdSource;
import dev.atom.approval.ApprovalHandler;
import dev.atom.blob.Blobs;
import dev.atom.job.JobKind;
import dev.atom.job.JobRun;
import dev.atom.job.Jobs;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.json.JsonSchema;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import dev.atom.time.WorkCalendar;
import dev.atom.workflow.RunRefused.Reason;
import dev.atom.workflow.StepRecord.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private static final String STARTS = "workflow_start";
  private static final int PAGE = 100;

  private final Host host;
  private final IdSource ids;
  private final Catalogue catalogue;
  private final RunWriter runs;
  private final Children children;

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
    ids = IdSource.timeOrdered(builder.clock, builder.random);
    catalogue = new Catalogue(host.store());
    runs = new RunWriter(host.store(), host.clock());
    children = new Children(host.store(), catalogue, runs);
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
   * @param jobs the builder of the host's jobs
   * @return the same builder
   */
  public Jobs.Builder register(Jobs.Builder jobs) {
    return jobs.handle(
        JobKind.newBuilder(KIND, Effect.KEYED, this::advance)
            .retries(RetryPolicy.standard().attempts(100))
            .retryIf(error -> true)
            .timeout(Duration.ofDays(1))
            .build());
  }

  private void advance(JobRun job) {
    if (job.job().name().equals(NOTIFY)) {
      tellParent(job);
      return;
    }
    if (job.job().name().equals(WAKE)) {
      wake(job);
      return;
    }
    Session session = new Session(host, job);
    RunFold fold = session.fold();
    if (!fold.exists() || fold.ended().isPresent()) {
      return;
    }
    host.tell(new WorkflowEvent.AdvanceStarted(session.run()));
    String why = "lost";
    try {
      why = new Advance(session, definition(session.run(), fold), children).run();
    } finally {
      host.tell(new WorkflowEvent.AdvanceEnded(session.run(), why));
    }
  }

  /** Has a run looked at that somebody has written to without looking at it. */
  private void wake(JobRun job) {
    while (true) {
      RunWriter.Read read = runs.read(job.subject());
      if (!read.fold().parked()) {
        return; // whoever advances it sees what was written
      }
      try {
        job.complete(
            Append.to(job.subject())
                .expect(read.version())
                .plan(Session.timer(host.clock().instant())));
        return;
      } catch (VersionConflict e) {
        // Somebody has written: look again.
      }
    }
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

  private void tellParent(JobRun job) {
    RunFold fold = runs.read(job.subject()).fold();
    Optional<Json.Obj> parent = fold.parent();
    if (parent.isPresent() && fold.ended().isPresent()) {
      RunId to = new RunId(job.subject().tenant(), parent.get().text("run").orElseThrow());
      String step = parent.get().text("step").orElseThrow();
      runs.childEnded(to, step, RunId.of(job.subject()), result(job.subject(), fold));
    }
  }

  /** How a run has ended, with its result in full: what is in its blobs is not its parent's. */
  private Json.Obj result(dev.atom.store.Subject run, RunFold fold) {
    Json.Obj ended = fold.ended().orElseThrow();
    JsonObjectBuilder told = Json.object();
    ended.members().forEach((name, value) -> told.put(name, value));
    if (ended.get("blob").isPresent() && host.blobs().isPresent()) {
      told.put("result", Results.load(host, run, ended));
      Json.Obj whole = told.build();
      JsonObjectBuilder kept = Json.object();
      whole
          .members()
          .forEach(
              (name, value) -> {
                if (!name.equals("blob")) {
                  kept.put(name, value);
                }
              });
      RunId parent =
          new RunId(run.tenant(), fold.parent().orElseThrow().text("run").orElseThrow());
      return host.kept(parent, kept.build());
    }
    return told.build();
  }

  private Workflow definition(RunId run, RunFold fold) {
    return fold.definition()
        .map(catalogue::embedded)
        .or(() -> catalogue.find(run.tenant(), fold.workflow(), fold.version()))
        .orElseThrow(
            () ->
                new RunRefused(
                    Reason.NO_SUCH_WORKFLOW,
                    "run " + run + " is of workflow \"" + fold.workflow() + "\" version "
                        + fold.version() + ", which is not published"));
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
    return start(tenant, workflow, inputs, key, false);
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
    return start(tenant, workflow, inputs, key, true);
  }

  private RunId start(
      String tenant, Workflow workflow, Json.Obj inputs, String key, boolean embed) {
    List<JsonSchema.Violation> wrong = workflow.inputs().check(inputs);
    if (!wrong.isEmpty()) {
      JsonSchema.Violation first = wrong.getFirst();
      throw new RunRefused(
          Reason.INVALID_INPUTS,
          "the inputs of " + workflow + " at \"" + first.path() + "\": " + first.message());
    }
    RunId run = new RunId(tenant, ids.next());
    JsonObjectBuilder data =
        Json.object().put("workflow", workflow.name()).put("version", workflow.version());
    if (embed) {
      data.put("definition", workflow.toJson());
    }
    data.put("inputs", inputs).put("depth", 1);
    try {
      host.store()
          .append(
              Append.to(run.subject())
                  .expect(0)
                  .event(RunEvents.event(RunEvents.STARTED, data.build()))
                  .unique(new UniqueKey(tenant, STARTS, key), run.id())
                  .plan(Session.timer(host.clock().instant()))
                  .build());
      return run;
    } catch (UniqueKeyTaken taken) {
      return new RunId(tenant, taken.holder());
    }
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
    String name = Signals.name(event, correlation);
    int heard = 0;
    long after = 0;
    List<Job> page;
    do {
      JobQuery query =
          JobQuery.of(tenant).name(name).kinds(java.util.Set.of(Signals.KIND)).after(after);
      page = host.store().jobs(query.limit(PAGE));
      for (Job job : page) {
        after = job.number();
        heard += signal(RunId.of(job.subject()), name, payload) ? 1 : 0;
      }
    } while (page.size() == PAGE);
    return heard;
  }

  /** One event for each step that waits, so that a step's outcome is an event of its own. */
  private boolean signal(RunId run, String name, Json payload) {
    boolean heard = false;
    boolean wrote;
    do {
      wrote =
          runs.write(
              run,
              fold -> {
                Optional<StepRecord> waiting =
                    fold.steps(Status.WAITING).stream()
                        .filter(s -> Signals.name(s).equals(Optional.of(name)))
                        .findFirst();
                if (waiting.isEmpty() || fold.ended().isPresent()) {
                  return Optional.empty();
                }
                Json result =
                    Json.object().put("received", true).put("payload", payload).build();
                Json.Obj data =
                    host.kept(
                        run,
                        Json.object()
                            .put("step", waiting.get().key())
                            .put("result", result)
                            .build());
                return Optional.of(
                    new RunWriter.Change(
                        RunEvents.event(RunEvents.SIGNAL, data),
                        append ->
                            Signals.listensNoMore(fold, waiting.get().key())
                                .ifPresent(append::cancel),
                        true));
              });
      heard |= wrote;
    } while (wrote);
    return heard;
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
    runs.write(
        run,
        fold -> {
          if (fold.step(step).filter(s -> s.is(Status.UNKNOWN)).isEmpty()) {
            throw new RunRefused(
                Reason.NOTHING_TO_DECIDE,
                "step \"" + step + "\" of run " + run + " waits for no decision");
          }
          return Optional.of(
              RunWriter.Change.of(
                  RunEvents.event(
                      RunEvents.DECIDED,
                      host.kept(run, decided(step, decision)),
                      actor)));
        });
  }

  private static Json.Obj decided(String step, StepDecision decision) {
    JsonObjectBuilder data = Json.object().put("step", step);
    return switch (decision) {
      case StepDecision.Happened happened ->
          data.put("decision", "happened").put("result", happened.result()).build();
      case StepDecision.Repeat repeat -> data.put("decision", "repeat").build();
      case StepDecision.Fail fail ->
          data.put("decision", "fail")
              .put("error", new StepError("decided", fail.reason()).toJson())
              .build();
    };
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
    toggle(run, false, RunEvents.PAUSE, actor);
  }

  /**
   * Has a paused run go on.
   *
   * @param run the run
   * @param actor who wants it
   * @throws RunRefused if it has ended or is not paused
   */
  public void resume(RunId run, String actor) {
    toggle(run, true, RunEvents.RESUME, actor);
  }

  private void toggle(RunId run, boolean paused, String event, String actor) {
    runs.write(
        run,
        fold -> {
          requireNotEnded(run, fold);
          if (fold.paused() != paused) {
            throw new RunRefused(
                Reason.WRONG_STATE,
                "run " + run + " is " + (fold.paused() ? "paused" : "not paused"));
          }
          return Optional.of(
              RunWriter.Change.of(RunEvents.event(event, Json.Obj.EMPTY, actor)));
        });
  }

  private static void requireNotEnded(RunId run, RunFold fold) {
    if (fold.ended().isPresent()) {
      throw new RunRefused(Reason.ENDED, "run " + run + " has ended");
    }
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
    runs.write(
        run,
        fold -> {
          List<Json> failed =
              fold.steps(Status.FAILED).stream()
                  .filter(s -> s.key().startsWith(RunFold.UNDO) == fold.compensating())
                  .filter(s -> s.data().get("happened").isEmpty())
                  .map(s -> Json.of(s.key()))
                  .toList();
          List<Json> again = new ArrayList<>(failed);
          if (!fold.compensating()) { // nobody listens for them since the run has ended
            fold.steps(Status.WAITING).forEach(s -> again.add(Json.of(s.key())));
          }
          boolean stuck = fold.ended().isEmpty() && fold.compensating() && fold.parked();
          boolean ended =
              fold.ended().flatMap(e -> e.text("state")).equals(Optional.of("failed"))
                  && !fold.compensating();
          if (failed.isEmpty() || !(stuck || ended)) {
            throw new RunRefused(
                Reason.WRONG_STATE, "run " + run + " has no failed step that could be retried");
          }
          Json.Obj data = Json.object().put("steps", again).build();
          return Optional.of(
              RunWriter.Change.of(RunEvents.event(RunEvents.RETRY, data, actor)));
        });
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
    runs.write(
        run,
        fold -> {
          requireNotEnded(run, fold);
          Workflow old = definition(run, fold);
          Workflow next =
              catalogue
                  .find(run.tenant(), fold.workflow(), version)
                  .filter(w -> fold.definition().isEmpty())
                  .orElseThrow(
                      () ->
                          new RunRefused(
                              Reason.NO_SUCH_WORKFLOW,
                              "no workflow \"" + fold.workflow() + "\" is published in version "
                                  + version + ", or the run carries its own"));
          Migration.check(fold, old, next);
          Json.Obj data = Json.object().put("version", version).build();
          return Optional.of(
              RunWriter.Change.of(RunEvents.event(RunEvents.MIGRATED, data, actor)));
        });
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
