package dev.atom.assistant;

import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.approval.Answer;
import dev.atom.approval.ApprovalHandler;
import dev.atom.approval.Approvals;
import dev.atom.approval.Deciders;
import dev.atom.approval.Decision;
import dev.atom.approval.Due;
import dev.atom.approval.Roles;
import dev.atom.conversation.Conversation;
import dev.atom.operation.Channel;
import dev.atom.operation.Retriever;
import dev.atom.rules.RuleSet;
import dev.atom.schema.Schema;
import dev.atom.store.Store;
import dev.atom.usage.PriceBook;
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
 * Takes messages in and brings them to an end: understood, recorded, decided by rules, answered with
 * knowledge, held for a person where it matters, delivered.
 *
 * <p>The steps, each safe to repeat: {@link #accept} stores a message, once; {@link #process} runs
 * the turns that wait in a conversation; {@link #deliverDue} sends what was committed; {@link
 * #runDue} takes up what is due anywhere, also after a crash. {@link #handle} does the first three.
 * A host answers a webhook right after {@code accept} and runs the rest on threads of its own.
 *
 * <p>Guarantees, as far as the {@link Store} is durable: a message delivered twice is one message,
 * one reply and one cost line; a crash at any point loses nothing, repeats no committed effect and
 * pays no recorded model call again; a proposal made before something else was said can't be sent.
 * A crash between a model's answer and its recording does call the model again.
 *
 * <p>Thread-safe. Any number of assistants, also in other processes, may share a store; those that
 * have the same channel do each other's work and are built alike. It starts no
 * thread but those that run analysers of one turn side by side. Closing the store and the models is
 * the host's business.
 */
public final class Assistant {
  private final Acceptor acceptor;
  private final TurnRunner runner;
  private final Deliverer deliverer;
  private final DueWork due;
  private final Parts parts;

  private Assistant(Builder builder) {
    parts = new Parts(builder);
    acceptor = new Acceptor(parts);
    runner = new TurnRunner(parts);
    deliverer = new Deliverer(parts);
    due = new DueWork(parts, runner);
  }

  /**
   * Returns a builder of an assistant.
   *
   * @param store where everything is kept
   * @param schema what the conversation's document may hold
   * @return a new builder
   */
  public static Builder newBuilder(Store store, Schema schema) {
    return new Builder(store, schema);
  }

  /**
   * Stores a message. Quick: no model is called. A person's message goes out to the customer and
   * takes the conversation over: what waits is no longer answered, and a pending proposal is stale.
   *
   * @param incoming the message as its channel delivered it
   * @return Atom's id of it, and whether it was there already
   * @throws IllegalArgumentException if the conversation's channel is not one of the assistant's
   * @throws dev.atom.store.StoreException if it can't be stored; deliver it again then
   */
  public Accepted accept(Incoming incoming) {
    return acceptor.accept(incoming);
  }

  /**
   * Runs the turns that wait in a conversation, one after the other. Blocks while models answer.
   *
   * @param conversation which one
   * @param context for whom, and how long it may take; of the conversation's tenant
   * @return what the turns did; empty if nothing waits, another worker is at it, or the last try
   *     failed and the next one is not due yet
   * @throws IllegalArgumentException if the conversation's channel is not one of the assistant's
   */
  public List<TurnReport> process(Conversation conversation, CallContext context) {
    return runner.run(conversation, context);
  }

  /**
   * Accepts a message, runs the turns that wait in its conversation and delivers what is due.
   *
   * @param incoming the message
   * @param context for whom, and how long it may take
   * @return what the turns did; empty for a message that was there already and is answered
   */
  public List<TurnReport> handle(Incoming incoming, CallContext context) {
    accept(incoming);
    List<TurnReport> reports = process(incoming.conversation(), context);
    deliverDue(context);
    return reports;
  }

  /**
   * Takes up work that is due in any conversation over one of its channels: messages that a crash left waiting, turns to try
   * again, proposals that nobody decided on. Call it at the start and every few seconds.
   *
   * @return how many conversations were looked at
   * @throws RuntimeException what went wrong first, the rest suppressed in it, after all were looked
   *     at; a conversation that failed is due again when {@link Builder#leaseTime} is over
   */
  public int runDue() {
    return due.run();
  }

  /**
   * Sends committed messages that are due, of all conversations that run over its channels.
   *
   * @param context how long it may take; each message is sent for its own tenant. Cancelled or out
   *     of time, nothing more is taken up
   * @return how many were taken up
   */
  public int deliverDue(CallContext context) {
    return deliverer.deliver(context);
  }

  /**
   * Decides on a proposed reply, which is a JSON string. The first decision counts; later ones are
   * answered with it.
   *
   * @param conversation which conversation
   * @param approval the proposal's id
   * @param decision what is to happen with exactly which proposal; who edits gives a JSON string
   * @return what came of it: counted, or without effect as it was decided, superseded or expired
   *     before, or refused
   * @throws dev.atom.approval.ApprovalNotFound if there is no such proposal
   * @throws IllegalArgumentException if the conversation's channel is not one of the assistant's
   */
  public Answer decide(Conversation conversation, String approval, Decision decision) {
    parts.requireChannel(conversation);
    return parts.approvals.decide(conversation.subject(), approval, decision);
  }

  /**
   * Returns the approvals of this assistant's channels: the inbox, links for mails, withdrawing.
   *
   * @return the service; the subjects are conversations'
   */
  public Approvals approvals() {
    return parts.approvals;
  }

  /**
   * Returns what goes on after decisions on replies, for a host that has one {@link Approvals} for
   * the approvals of all its parts.
   *
   * @return one for each channel
   */
  public List<ApprovalHandler> approvalHandlers() {
    return List.copyOf(parts.replies.values());
  }

  /**
   * Reads what a conversation has come to.
   *
   * @param conversation which one
   * @return its state now; empty of everything if nothing was said in it
   */
  public ConversationView view(Conversation conversation) {
    return parts.read(conversation).view();
  }

  /** How the customer's waiting messages become turns. */
  public enum Waiting {
    /** Each message is a turn of its own, in their order. */
    ENQUEUE,
    /** All that wait are answered in one turn. */
    COALESCE
  }

  /**
   * Builds an {@link Assistant}. Defaults: no analysers, no rules, no retriever (and 3 passages with
   * one), no reply writer (so that only rules reply), no channels, empty price book, UTC system
   * clock, time-ordered ids, {@link Waiting#ENQUEUE}, 3 tries of a turn, approvals by anybody within
   * 24 hours, leases of 2 minutes. Not thread-safe.
   */
  public static final class Builder {
    final Store store;
    final Schema schema;
    final List<Analyser> analysers = new ArrayList<>();
    final Map<String, Channel> channels = new HashMap<>();
    RuleSet rules = RuleSet.of(List.of());
    Retriever retriever = Retriever.none();
    int passages = 3;
    Optional<ReplyWriter> writer = Optional.empty();
    PriceBook prices = PriceBook.of(List.of());
    Clock clock = Clock.systemUTC();
    IdSource ids = IdSource.timeOrdered(Clock.systemUTC(), RandomGenerator.of("SecureRandom"));
    Waiting waiting = Waiting.ENQUEUE;
    int tries = 3;
    Deciders approvers = Deciders.anybody();
    Roles roles = Roles.none();
    Due approvalDue = Due.in(Duration.ofHours(24));
    Duration leaseTime = Duration.ofMinutes(2);

    private Builder(Store store, Schema schema) {
      this.store = Objects.requireNonNull(store, "store");
      this.schema = Objects.requireNonNull(schema, "schema");
    }

    /**
     * Adds an analyser.
     *
     * @param analyser its name differs from the others'
     * @return this builder
     */
    public Builder analyser(Analyser analyser) {
      if (analysers.stream().anyMatch(a -> a.name().equals(analyser.name()))) {
        throw new IllegalArgumentException(
            "two analysers are named \"" + analyser.name() + "\"; names must differ");
      }
      analysers.add(analyser);
      return this;
    }

    /**
     * Sets the rules.
     *
     * @param rules parsed with {@link TurnRules#vocabulary}
     * @return this builder
     * @throws IllegalArgumentException if a rule has an action that a turn does not know
     */
    public Builder rules(RuleSet rules) {
      rules.rules().stream()
          .flatMap(rule -> rule.actions().stream())
          .map(dev.atom.rules.Action::name)
          .filter(name -> !TurnRules.actions().contains(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw new IllegalArgumentException(
                    "a turn knows no action \"" + name + "\"; known are " + TurnRules.actions());
              });
      this.rules = rules;
      return this;
    }

    /**
     * Sets where passages are found for the reply.
     *
     * @param retriever the knowledge
     * @param passages the most passages per turn, 1 or more
     * @return this builder
     */
    public Builder retriever(Retriever retriever, int passages) {
      if (passages < 1) {
        throw new IllegalArgumentException("passages is " + passages + "; it must be 1 or more");
      }
      this.retriever = retriever;
      this.passages = passages;
      return this;
    }

    /**
     * Sets who drafts replies.
     *
     * @param writer the writer
     * @return this builder
     */
    public Builder replyWriter(ReplyWriter writer) {
      this.writer = Optional.of(writer);
      return this;
    }

    /**
     * Adds a channel over which conversations run.
     *
     * @param channel the channel; one of the same name is replaced
     * @return this builder
     */
    public Builder channel(Channel channel) {
      channels.put(channel.name(), channel);
      return this;
    }

    /**
     * Sets the prices at which model calls are booked.
     *
     * @param prices the book
     * @return this builder
     */
    public Builder prices(PriceBook prices) {
      this.prices = prices;
      return this;
    }

    /**
     * Sets where the time comes from.
     *
     * @param clock the clock, the store's own
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Sets where ids come from.
     *
     * @param ids the source; of several processes each needs ids of its own
     * @return this builder
     */
    public Builder ids(IdSource ids) {
      this.ids = ids;
      return this;
    }

    /**
     * Says how waiting messages become turns.
     *
     * @param waiting the policy
     * @return this builder
     */
    public Builder waiting(Waiting waiting) {
      this.waiting = waiting;
      return this;
    }

    /**
     * Says how often a turn is tried before a person takes over.
     *
     * @param tries 1 or more
     * @return this builder
     */
    public Builder tries(int tries) {
      if (tries < 1) {
        throw new IllegalArgumentException("tries is " + tries + "; it must be 1 or more");
      }
      this.tries = tries;
      return this;
    }

    /**
     * Says who decides on proposed replies.
     *
     * @param approvers roles and persons, and how many must agree
     * @param roles knows which roles a person has
     * @return this builder
     */
    public Builder approvers(Deciders approvers, Roles roles) {
      this.approvers = Objects.requireNonNull(approvers, "approvers");
      this.roles = Objects.requireNonNull(roles, "roles");
      return this;
    }

    /**
     * Says how long a proposal waits for a person.
     *
     * @param due such as a time, or working time of a calendar
     * @return this builder
     */
    public Builder approvalDue(Due due) {
      this.approvalDue = Objects.requireNonNull(due, "due");
      return this;
    }

    /**
     * Says how long a worker holds a conversation or a message to be sent without a sign of life. An
     * analyser, the reply writer and a channel must each take less than this, repeats included: of
     * one that takes longer another worker may think it died, call the model as well, or report an
     * unsendable repeat as {@link ConversationView.Outcome#UNKNOWN}. Even then a turn is committed
     * only once.
     *
     * @param time more than zero
     * @return this builder
     */
    public Builder leaseTime(Duration time) {
      this.leaseTime = positive("leaseTime", time);
      return this;
    }

    private static Duration positive(String name, Duration time) {
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException(name + " is " + time + "; it must be more than zero");
      }
      return time;
    }

    /**
     * Returns the assistant.
     *
     * @return a new assistant
     */
    public Assistant build() {
      return new Assistant(this);
    }
  }
}
