package dev.atom.notify;

import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells people: puts a notice in the inbox and, over the channels that the person prefers, sends it
 * when their quiet hours allow.
 *
 * {@snippet file="dev/atom/notify/NotifyDocTest.java" region="notify"}
 *
 * <p>Guarantees: a notice is in the inbox and waits for all its channels, or nothing has happened.
 * Each has an idempotency key that stays the same over repeats. What a repeat may do depends on the
 * channel's effect: {@code KEYED} is repeated after a failure or crash, {@code CHECKABLE} only when
 * the receiver says that the message did not arrive (see {@link CheckableChannel}), and {@code BLIND}
 * only after {@link NotSent}: after any other failure, or a crash in the middle of a send, it is
 * {@link Delivery.Outcome#UNKNOWN} until {@link #sendAgain a person decides}. A repeat waits longer
 * each time; after the last attempt the delivery is {@link Delivery.Outcome#DEAD}.
 *
 * <p>Thread-safe, and several processes may deliver from one store. It starts no thread.
 */
public final class Notifier {
  private static final String KIND = "notice:";

  private final Store store;
  private final Clock clock;
  private final Preferences.Source preferences;
  private final Map<String, Channel> channels;
  private final String worker;
  private final Duration claimTime;
  private final InApp inbox;
  private final DeliveryLog log;
  private final Sender sender;

  private Notifier(Builder builder) {
    store = builder.store;
    clock = builder.clock;
    preferences = builder.preferences;
    channels = Map.copyOf(builder.channels);
    worker = builder.worker;
    claimTime = builder.sendTime.multipliedBy(2);
    inbox = InApp.on(store);
    log = new DeliveryLog(store, worker);
    sender = new Sender(builder, log);
  }

  /**
   * Returns a builder. Defaults: no channel, nobody has preferences, the worker's name {@code
   * "notifier"}, 5 attempts, waits of 30 seconds to 1 hour between them, 1 minute for a send.
   *
   * @param store holds inboxes and outbox; stays the caller's to close
   * @param clock where the time comes from; the store's own clock or one that agrees with it
   * @return a new builder
   */
  public static Builder newBuilder(Store store, Clock clock) {
    return new Builder(store, clock);
  }

  /**
   * Returns the inboxes.
   *
   * @return where notices are listed and read
   */
  public InApp inbox() {
    return inbox;
  }

  /**
   * Gives a notice to its recipient: into the inbox, and into the outbox for each channel.
   *
   * @param notice the notice
   * @return whether it is new; false, and nothing happens, if its id was given before
   * @throws IllegalArgumentException if the id belongs to a notice to somebody else, or the
   *     preferences name a channel that this notifier does not have
   */
  public boolean notify(Notice notice) {
    Preferences wishes = preferences.of(notice.tenant(), notice.recipient());
    Instant due = wishes.dueAt(notice.kind(), clock.instant());
    Append.Builder append = inbox.addition(notice);
    for (String channel : new TreeSet<>(wishes.channels(notice.kind()))) {
      if (!channels.containsKey(channel)) {
        throw new IllegalArgumentException(
            notice
                + " is to go over the channel "
                + channel
                + "; this notifier has "
                + new TreeSet<>(channels.keySet()));
      }
      String key = DeliveryLog.key(channel, notice.id());
      append.plan(NewJob.effect(key, KIND + channel, notice.toJson()).at(due));
    }
    return inbox.append(notice, append.build());
  }

  /**
   * Sends, in one pass, everything that is due on this notifier's channels. Call it again and again,
   * from a scheduler of the host.
   *
   * <p>It ends early when the thread is interrupted. Whatever the store, the preferences or an {@link
   * Error} of a channel throw ends the pass too; what it had begun is due again when its claim ends,
   * after twice the time for a send.
   *
   * @return what became of each, in the order it was tried; often empty
   * @throws dev.atom.store.StoreException if the store fails
   */
  public List<Delivery> deliverDue() {
    List<Delivery> deliveries = new ArrayList<>();
    Set<String> kinds = channels.keySet().stream().map(KIND::concat).collect(Collectors.toSet());
    while (!kinds.isEmpty() && !Thread.currentThread().isInterrupted()) {
      // One at a time: a claim on many would run out while the first are sent.
      List<Job> claimed = store.claim(JobClaim.of(worker, kinds, 1, claimTime)).jobs();
      if (claimed.isEmpty()) {
        break;
      }
      sender.deliver(claimed.get(0)).ifPresent(deliveries::add);
    }
    return List.copyOf(deliveries);
  }

  /**
   * Has a notice sent again that is {@link Delivery.Outcome#DEAD} or {@link
   * Delivery.Outcome#UNKNOWN}, with all its attempts.
   *
   * @param tenant the tenant's id
   * @param noticeId the notice's id
   * @param channel the channel's name
   * @param person who decides
   * @return whether it is due again; false, and nothing happens, if it was delivered, is still under
   *     way, or another person was quicker
   * @throws NoticeMissing if the notice was never to go over that channel
   */
  public boolean sendAgain(String tenant, String noticeId, String channel, String person) {
    String key = DeliveryLog.key(channel, noticeId);
    Job item =
        log.find(tenant, key)
            .orElseThrow(
                () -> new NoticeMissing("no notice " + noticeId + " was to go over " + channel));
    return log.askAgain(item, person);
  }

  static String channelOf(String kind) {
    return kind.substring(KIND.length());
  }

  @Override
  public String toString() {
    return "Notifier[" + worker + ", " + channels.keySet() + "]";
  }

  /** Builds a {@link Notifier}. Not thread-safe. */
  public static final class Builder {
    private static final int LONGEST_NAME = 40;

    final Store store;
    final Clock clock;
    final Map<String, Channel> channels = new LinkedHashMap<>();
    Preferences.Source preferences = (tenant, recipient) -> Preferences.INBOX_ONLY;
    String worker = "notifier";
    BackOff backOff = new BackOff(5, Duration.ofSeconds(30), Duration.ofHours(1));
    Duration sendTime = Duration.ofMinutes(1);

    private Builder(Store store, Clock clock) {
      this.store = Objects.requireNonNull(store, "store");
      this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Adds a channel.
     *
     * @param channel its name has at most 40 characters, no colon, and is not taken; its effect is
     *     not {@code READ}
     * @return this builder
     */
    public Builder channel(Channel channel) {
      String name = channel.name();
      if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            "a channel's name has 1 to 40 characters and no colon; not \"" + name + "\"");
      }
      if (channel.effect() == Effect.READ) {
        throw new IllegalArgumentException("sending over " + name + " is more than reading");
      }
      if (channels.putIfAbsent(name, channel) != null) {
        throw new IllegalArgumentException("there is a channel " + name + " already");
      }
      return this;
    }

    /**
     * Sets where people's preferences come from.
     *
     * @param source the source
     * @return this builder
     */
    public Builder preferences(Preferences.Source source) {
      preferences = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets the name under which this process claims and writes events.
     *
     * @param name not blank
     * @return this builder
     */
    public Builder worker(String name) {
      worker = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets how often a send is tried, and the waits between, which double from the first on.
     *
     * @param attempts 1 or more
     * @param firstWait more than zero
     * @param longestWait not less than the first
     * @return this builder
     */
    public Builder attempts(int attempts, Duration firstWait, Duration longestWait) {
      backOff = new BackOff(attempts, firstWait, longestWait);
      return this;
    }

    /**
     * Sets the deadline of one send; a claim lasts twice as long.
     *
     * @param time more than zero
     * @return this builder
     */
    public Builder sendTime(Duration time) {
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException("a send takes more than zero time, not " + time);
      }
      sendTime = time;
      return this;
    }

    /**
     * Returns the notifier.
     *
     * @return the notifier
     */
    public Notifier build() {
      return new Notifier(this);
    }
  }
}
