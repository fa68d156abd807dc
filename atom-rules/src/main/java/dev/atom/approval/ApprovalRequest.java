package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.store.Append;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a person is asked to approve, and under which terms. Immutable and thread-safe.
 *
 * {@snippet file="dev/atom/approval/ApprovalsDocTest.java" region="request"}
 */
public final class ApprovalRequest {
  static final int LONGEST_ID = 180;
  static final int LONGEST_NAME = 150;

  private final String id;
  private final String handler;
  private final String kind;
  private final String title;
  private final Proposal proposal;
  private final String requestedBy;
  private final OptionalLong madeOn;
  private final List<String> reasons;
  private final Deciders deciders;
  private final Due due;
  private final List<Reminder> reminders;
  private final OnExpiry onExpiry;
  private final Duration keepFor;
  private final int revisions;
  private final int round;
  private final Optional<String> revisionOf;
  private final List<String> channels;
  private final Json.Obj data;

  private ApprovalRequest(Builder builder) {
    id = builder.id;
    handler = builder.handler;
    kind = builder.kind.isEmpty() ? handler : builder.kind;
    title = builder.title.isEmpty() ? kind : builder.title;
    proposal = builder.proposal;
    requestedBy = builder.requestedBy;
    madeOn = builder.madeOn;
    reasons = List.copyOf(builder.reasons);
    deciders = builder.deciders;
    due = builder.due;
    reminders = List.copyOf(builder.reminders);
    onExpiry = builder.onExpiry;
    keepFor = builder.keepFor;
    revisions = builder.revisions;
    round = builder.round;
    revisionOf = builder.revisionOf;
    channels = List.copyOf(builder.channels);
    data = builder.data;
  }

  /**
   * Returns a builder of a request.
   *
   * @param id its id, unique in its subject; 1 to 180 characters
   * @param handler whose {@link ApprovalHandler} takes up what is decided; 1 to 150 characters
   * @param proposal what is proposed
   * @return a new builder
   */
  public static Builder newBuilder(String id, String handler, Json proposal) {
    return new Builder(id, handler, proposal);
  }

  /**
   * Returns a builder of the next proposal after a person has asked for another one: the same terms,
   * the next round, a new id.
   *
   * @param asked the approval that was sent back
   * @param proposal what is proposed now
   * @return a new builder
   * @throws IllegalArgumentException if nobody asked for another proposal
   */
  public static Builder revision(Approval asked, Json proposal) {
    if (!(asked.status() instanceof ApprovalStatus.RevisionAsked)) {
      throw new IllegalArgumentException(
          asked + " was not sent back; only then there is another proposal");
    }
    return new Builder(asked.request(), proposal);
  }

  /**
   * Adds this to what is appended to its subject: the event that it is asked, and the timer at which
   * somebody is reminded or it lapses. Plans no effect: add the message that tells people yourself.
   *
   * @param append an append to the subject that it is about
   * @param now when it is asked
   */
  public void addTo(Append.Builder append, Instant now) {
    Approval.Times times = Approval.Times.of(this, now);
    append.event(ApprovalEvents.requested(this, times)).plan(ApprovalTimer.first(this, times));
  }

  /** {@return its id, unique in its subject} */
  public String id() {
    return id;
  }

  /** {@return the name of the handler that takes up what is decided} */
  public String handler() {
    return handler;
  }

  /**
   * Returns what kind of thing is approved, for lists and counts.
   *
   * @return such as {@code "refund"}
   */
  public String kind() {
    return kind;
  }

  /** {@return what a list shows: one line for people} */
  public String title() {
    return title;
  }

  /** {@return what is proposed, with its hash} */
  public Proposal proposal() {
    return proposal;
  }

  /**
   * Returns who asks.
   *
   * @return a person's id, or what part of a program it is
   */
  public String requestedBy() {
    return requestedBy;
  }

  /**
   * Returns the subject's version that the proposal was made on.
   *
   * @return empty for the one at which it was asked
   */
  public OptionalLong madeOn() {
    return madeOn;
  }

  /**
   * Returns why a person is asked.
   *
   * @return such as the ids of the rules that demand it
   */
  public List<String> reasons() {
    return reasons;
  }

  /** {@return who may decide} */
  public Deciders deciders() {
    return deciders;
  }

  /**
   * Returns until when somebody has to decide.
   *
   * @return counted from when it is asked
   */
  public Due due() {
    return due;
  }

  /** {@return the reminders that happen while it waits} */
  public List<Reminder> reminders() {
    return reminders;
  }

  /**
   * Returns what becomes of it if nobody decides in time.
   *
   * @return what happens when it is due
   */
  public OnExpiry onExpiry() {
    return onExpiry;
  }

  /**
   * Returns how long it can be decided when it is overdue, if it is to be {@link OnExpiry#KEEP kept}.
   *
   * @return more than zero
   */
  public Duration keepFor() {
    return keepFor;
  }

  /**
   * Returns how often a person may ask for another proposal.
   *
   * @return 0 or more
   */
  public int revisions() {
    return revisions;
  }

  /**
   * Returns which proposal this is.
   *
   * @return 1 for the first, 2 after it was sent back once
   */
  public int round() {
    return round;
  }

  /**
   * Returns what was sent back.
   *
   * @return the id of the approval before; empty for the first proposal
   */
  public Optional<String> revisionOf() {
    return revisionOf;
  }

  /**
   * Returns where people are asked.
   *
   * @return such as {@code "inbox"} and {@code "email"}; empty for wherever the host does
   */
  public List<String> channels() {
    return channels;
  }

  /**
   * Returns what the handler needs to know when it is decided.
   *
   * @return such as the step of a workflow
   */
  public Json.Obj data() {
    return data;
  }

  private Json.Obj terms() {
    Instant any = Instant.EPOCH;
    return ApprovalEvents.requested(this, Approval.Times.of(this, any)).data();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApprovalRequest that && terms().equals(that.terms());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /**
   * Returns ids only: the rest may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ApprovalRequest[" + id + ", " + kind + "]";
  }

  /**
   * Builds an {@link ApprovalRequest}. Defaults: the handler's name as kind and title; asked by {@code
   * "program"}; made on the version at which it is asked; no reasons; {@link Deciders#anybody}; due in
   * 24 hours; no reminders; {@link OnExpiry#REJECT}; if kept, for 30 days; 3 revisions; no channels;
   * no data. Not thread-safe.
   */
  public static final class Builder {
    private final String id;
    private final String handler;
    private final Proposal proposal;
    private String kind = "";
    private String title = "";
    private String requestedBy = "program";
    private OptionalLong madeOn = OptionalLong.empty();
    private List<String> reasons = List.of();
    private Deciders deciders = Deciders.anybody();
    private Due due = Due.in(Duration.ofHours(24));
    private final List<Reminder> reminders = new ArrayList<>();
    private OnExpiry onExpiry = OnExpiry.REJECT;
    private Duration keepFor = Duration.ofDays(30);
    private int revisions = 3;
    private int round = 1;
    private Optional<String> revisionOf = Optional.empty();
    private List<String> channels = List.of();
    private Json.Obj data = Json.Obj.EMPTY;

    private Builder(String id, String handler, Json proposal) {
      this.id = Form.name("an approval's id", id, LONGEST_ID);
      this.handler = Form.name("a handler's name", handler, LONGEST_NAME);
      this.proposal = Proposal.of(proposal);
    }

    private Builder(ApprovalRequest before, Json proposal) {
      this(nextId(before), before.handler, proposal);
      kind = before.kind;
      title = before.title;
      requestedBy = before.requestedBy;
      reasons = before.reasons;
      deciders = before.deciders;
      due = before.due;
      reminders.addAll(before.reminders);
      onExpiry = before.onExpiry;
      keepFor = before.keepFor;
      revisions = before.revisions;
      round = before.round + 1;
      revisionOf = Optional.of(before.id);
      channels = before.channels;
      data = before.data;
    }

    /** The first proposal's id, with the round behind it. */
    private static String nextId(ApprovalRequest before) {
      String end = "#" + before.round;
      String first =
          before.round > 1 && before.id.endsWith(end)
              ? before.id.substring(0, before.id.length() - end.length())
              : before.id;
      return first + "#" + (before.round + 1);
    }

    Builder round(int number, Optional<String> before) {
      round = number;
      revisionOf = before;
      return this;
    }

    /**
     * Sets what kind of thing is approved.
     *
     * @param kind 1 to 150 characters
     * @return this builder
     */
    public Builder kind(String kind) {
      this.kind = Form.name("an approval's kind", kind, LONGEST_NAME);
      return this;
    }

    /**
     * Sets what a list shows. It is kept with a timer: nothing confidential.
     *
     * @param title 1 to 500 characters
     * @return this builder
     */
    public Builder title(String title) {
      this.title = Form.name("an approval's title", title, 500);
      return this;
    }

    /**
     * Sets who asks; that person can't approve, unless {@link Deciders#selfApproval()} allows it.
     *
     * @param actor a person's id, or what part of a program it is; 1 to 200 characters
     * @return this builder
     */
    public Builder requestedBy(String actor) {
      requestedBy = Form.name("who asks", actor, 200);
      return this;
    }

    /**
     * Binds the proposal to a version of the subject: what was appended after it may make the
     * proposal stale, see {@link ApprovalHandler#supersededBy}.
     *
     * @param version 0 or more
     * @return this builder
     */
    public Builder madeOn(long version) {
      if (version < 0) {
        throw new IllegalArgumentException("a version is 0 or more, not " + version);
      }
      madeOn = OptionalLong.of(version);
      return this;
    }

    /**
     * Sets why a person is asked.
     *
     * @param reasons such as the ids of rules
     * @return this builder
     */
    public Builder reasons(List<String> reasons) {
      this.reasons = List.copyOf(reasons);
      return this;
    }

    /**
     * Sets who may decide.
     *
     * @param deciders roles, persons, how many
     * @return this builder
     */
    public Builder deciders(Deciders deciders) {
      this.deciders = Objects.requireNonNull(deciders, "deciders");
      return this;
    }

    /**
     * Sets until when somebody has to decide.
     *
     * @param due counted from when it is asked
     * @return this builder
     */
    public Builder due(Due due) {
      this.due = Objects.requireNonNull(due, "due");
      return this;
    }

    /**
     * Adds a reminder or escalation.
     *
     * @param name what the handler is told
     * @param due when, counted from when it is asked
     * @return this builder
     */
    public Builder remind(String name, Due due) {
      reminders.add(new Reminder(name, due));
      return this;
    }

    /**
     * Sets what becomes of it if nobody decides in time.
     *
     * @param then what happens when it is due
     * @return this builder
     */
    public Builder onExpiry(OnExpiry then) {
      onExpiry = Objects.requireNonNull(then, "then");
      return this;
    }

    /**
     * Sets how long it can be decided when it is overdue, and that it is {@link OnExpiry#KEEP kept}.
     *
     * @param time more than zero
     * @return this builder
     */
    public Builder keepFor(Duration time) {
      Form.positive("the time for which it is kept", time);
      keepFor = time;
      onExpiry = OnExpiry.KEEP;
      return this;
    }

    /**
     * Sets how often a person may ask for another proposal.
     *
     * @param most 0 or more
     * @return this builder
     */
    public Builder revisions(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("revisions are 0 or more, not " + most);
      }
      revisions = most;
      return this;
    }

    /**
     * Sets where people are asked, for the host to heed.
     *
     * @param channels such as {@code "email"}
     * @return this builder
     */
    public Builder channels(List<String> channels) {
      this.channels = List.copyOf(channels);
      return this;
    }

    /**
     * Sets what the handler needs to know when it is decided.
     *
     * @param data such as the step of a workflow
     * @return this builder
     */
    public Builder data(Json.Obj data) {
      this.data = Objects.requireNonNull(data, "data");
      return this;
    }

    /**
     * Returns the request.
     *
     * @return the value
     */
    public ApprovalRequest build() {
      return new ApprovalRequest(this);
    }
  }
}
