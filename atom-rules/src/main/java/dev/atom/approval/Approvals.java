package dev.atom.approval;

import dev.atom.approval.ApprovalReader.Reading;
import dev.atom.job.Jobs;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks people, and takes their decisions.
 *
 * {@snippet file="dev/atom/approval/ApprovalsDocTest.java" region="first"}
 *
 * <p>Guarantees: of several decisions the first that is stored counts, and everybody else is answered
 * with it; a decision is stored together with what its handler plans for it, or neither is; nothing
 * that was superseded, has lapsed or was withdrawn can be decided; nobody counts twice towards a
 * quorum. That holds for any number of hosts on one store, and whatever happens to them. Waiting costs
 * one timer and no thread, and ends by itself when it is due.
 *
 * <p>Thread-safe. Starts no threads; {@link #handleIn} has the host's {@link Jobs} run what is due.
 */
public final class Approvals {
  private final Store store;
  private final Steps steps;
  private final ApprovalReader reader;
  private final ApprovalWriter writer;

  private Approvals(Builder builder) {
    store = builder.store;
    steps = new Steps(builder.clock, builder.handlers, builder.autoApproved);
    reader = new ApprovalReader(store);
    writer = new ApprovalWriter(store, builder.roles, steps, reader);
  }

  /**
   * Returns a builder.
   *
   * @param store keeps the subjects
   * @param clock the store's own, or one that agrees with it
   * @return a new builder
   */
  public static Builder newBuilder(Store store, Clock clock) {
    return new Builder(store, clock);
  }

  /**
   * Asks for an approval by itself. To ask together with other events, use {@link
   * ApprovalRequest#addTo}. Asked again under the same id, nothing is written.
   *
   * @param subject what it is about
   * @param request what is asked
   * @return the approval as it stands: new, or what there is of this id already
   * @throws HandlerMissing if its handler is none of this host's
   * @throws IllegalArgumentException if it would be approved by itself and its kind may not
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public Approval request(Subject subject, ApprovalRequest request) {
    if (request.onExpiry() == OnExpiry.AUTO_APPROVE && !steps.mayApproveItself(request.kind())) {
      throw new IllegalArgumentException(
          "approvals of kind \""
              + request.kind()
              + "\" may not approve themselves; allow it with Approvals.Builder.allowAutoApproval");
    }
    steps.handler(request);
    for (int i = 0; i < ApprovalWriter.TRIES; i++) {
      long version =
          store.version(subject); // before it is looked for: what comes after is a conflict
      Optional<Approval> known = find(subject, request.id());
      if (known.isPresent()) {
        return known.get();
      }
      Append.Builder append = Append.to(subject).expect(version);
      request.addTo(append, steps.now());
      if (writer.written(append)) {
        return find(subject, request.id()).orElseThrow();
      }
    }
    throw new ApprovalContended(subject, ApprovalWriter.TRIES);
  }

  /**
   * Reads an approval.
   *
   * @param subject what it is about
   * @param id its id
   * @return as its events have it; what makes it stale or overdue may not be written down yet
   */
  public Optional<Approval> find(Subject subject, String id) {
    return reader.read(subject, id).map(Reading::approval);
  }

  /**
   * Takes a person's decision. The order of what is checked: whether it still waits; whether it is
   * stale; whether it has lapsed; whether the person may decide, and on this proposal; then, if
   * something would be done, {@link ApprovalHandler#obstacle}. The decision, and what follows from it,
   * is stored only if nothing was appended to the subject meanwhile, else all is checked again.
   *
   * @param subject what it is about
   * @param id its id
   * @param decision who decides what
   * @return what came of it
   * @throws ApprovalNotFound if there is no such approval
   * @throws HandlerMissing if its handler is none of this host's
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public Answer decide(Subject subject, String id, Decision decision) {
    return writer.decide(subject, id, decision, append -> {});
  }

  /** The same, with something more in the append that stores the decision. */
  Answer decide(Subject subject, String id, Decision decision, Consumer<Append.Builder> more) {
    return writer.decide(subject, id, decision, more);
  }

  /**
   * Withdraws an approval, if it still waits.
   *
   * @param subject what it is about
   * @param id its id
   * @param actor who withdraws it; 1 to 200 characters
   * @param reason why
   * @return the approval as it stands: withdrawn, or how it had ended before
   * @throws ApprovalNotFound if there is no such approval
   * @throws HandlerMissing if its handler is none of this host's
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public Approval withdraw(Subject subject, String id, String actor, String reason) {
    return writer.end(subject, id, ApprovalEvents.withdrawn(id, reason, actor));
  }

  /**
   * Says that something makes an approval stale, if it still waits. Who appends what makes it stale
   * does both in one transaction with {@link Approval#supersede}.
   *
   * @param subject what it is about
   * @param id its id
   * @param by what makes it stale; 1 to 200 characters
   * @param actor who did that
   * @return the approval as it stands: superseded, or how it had ended before
   * @throws ApprovalNotFound if there is no such approval
   * @throws HandlerMissing if its handler is none of this host's
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public Approval supersede(Subject subject, String id, String by, String actor) {
    return writer.end(subject, id, ApprovalEvents.superseded(id, by, actor));
  }

  /**
   * Asks right before what was granted is done whether it still may be. Read this in the handler of
   * the effect; the effect's key is what keeps it from being done twice.
   *
   * @param subject what it is about
   * @param id its id
   * @return what to do
   * @throws ApprovalNotFound if there is no such approval
   * @throws HandlerMissing if its handler is none of this host's
   */
  public Execution execution(Subject subject, String id) {
    Approval approval = writer.require(subject, id).approval();
    if (approval.status() instanceof ApprovalStatus.Executed) {
      return new Execution.Done(approval);
    }
    if (approval.granted().isEmpty()) {
      return new Execution.Refused(approval, "it is " + approval.status().word());
    }
    return steps
        .handler(approval)
        .obstacle(approval, approval.granted().get())
        .<Execution>map(why -> new Execution.Refused(approval, why))
        .orElseGet(() -> new Execution.Go(approval, approval.granted().orElseThrow()));
  }

  /**
   * Says that what was granted is done. Who appends something then anyway uses {@link
   * Approval#executed}.
   *
   * @param subject what it is about
   * @param id its id
   * @param actor who did it
   * @param detail what is known of it, without secrets
   * @return the approval as it stands
   * @throws ApprovalNotFound if there is no such approval
   * @throws IllegalStateException if nothing was granted
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public Approval executed(Subject subject, String id, String actor, String detail) {
    return writer.carriedOut(subject, id, (approval, to) -> approval.executed(to, detail, actor));
  }

  /**
   * Says that what was granted could not be done.
   *
   * @param subject what it is about
   * @param id its id
   * @param actor who tried
   * @param error what went wrong, without secrets
   * @return the approval as it stands
   * @throws ApprovalNotFound if there is no such approval
   * @throws IllegalStateException if nothing was granted
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public Approval failed(Subject subject, String id, String actor, String error) {
    return writer.carriedOut(subject, id, (approval, to) -> approval.failed(to, error, actor));
  }

  /**
   * Returns what waits for people in a tenant, of all handlers of this host.
   *
   * @param tenant the tenant's id
   * @return to be narrowed down and read
   */
  public Inbox inbox(String tenant) {
    return Inbox.of(store, tenant, jobKinds());
  }

  Store store() {
    return store;
  }

  /**
   * Has a host's jobs run what is due of approvals: reminders, and the end of those that nobody decides
   * on.
   *
   * @param jobs the host's jobs, not built yet
   * @return the same builder
   */
  public Jobs.Builder handleIn(Jobs.Builder jobs) {
    for (String handler : steps.handlers()) {
      jobs.handle(
          ApprovalTimer.jobKind(handler),
          Effect.KEYED,
          run -> writer.runDue(run.job(), append -> run.complete(append)));
    }
    return jobs;
  }

  /**
   * Returns the kinds of timers that are this host's, for one that claims jobs itself.
   *
   * @return what to claim and to hand to {@link #runDue}
   */
  public Set<String> jobKinds() {
    return steps.handlers().stream()
        .map(ApprovalTimer::jobKind)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /**
   * Does what is due of an approval, for a host that claims jobs itself.
   *
   * @param timer the claimed timer
   * @throws HandlerMissing if its handler is none of this host's
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public void runDue(Job timer) {
    writer.runDue(timer, append -> store.append(append.build()));
  }

  /** Builds {@link Approvals}. Defaults: nobody has a role; nothing approves itself. Not thread-safe. */
  public static final class Builder {
    private final Store store;
    private final Clock clock;
    private Roles roles = Roles.none();
    private final Map<String, ApprovalHandler> handlers = new HashMap<>();
    private final Set<String> autoApproved = new HashSet<>();

    private Builder(Store store, Clock clock) {
      this.store = Objects.requireNonNull(store, "store");
      this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Sets who knows which roles a person has.
     *
     * @param roles the lookup
     * @return this builder
     */
    public Builder roles(Roles roles) {
      this.roles = Objects.requireNonNull(roles, "roles");
      return this;
    }

    /**
     * Adds a handler.
     *
     * @param handler goes on when an approval that carries its name has ended
     * @return this builder
     * @throws IllegalArgumentException if there is one of its name already
     */
    public Builder handler(ApprovalHandler handler) {
      Form.name("a handler's name", handler.name(), ApprovalRequest.LONGEST_NAME);
      if (handlers.putIfAbsent(handler.name(), handler) != null) {
        throw new IllegalArgumentException("there are two handlers \"" + handler.name() + "\"");
      }
      return this;
    }

    /**
     * Allows {@link OnExpiry#AUTO_APPROVE} for a kind. Requests may come from a program or a document;
     * this is the host's own word.
     *
     * @param kind the kind of approval
     * @return this builder
     */
    public Builder allowAutoApproval(String kind) {
      autoApproved.add(kind);
      return this;
    }

    /**
     * Returns the approvals.
     *
     * @return the service
     */
    public Approvals build() {
      return new Approvals(this);
    }
  }
}
