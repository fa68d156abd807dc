package dev.atom.notify;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.json.Json;
import dev.atom.notify.Delivery.Outcome;
import dev.atom.notify.DeliveryLog.Settlement;
import dev.atom.operation.Channel;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Sends one claimed notice over its channel, by the rules of the channel's effect class. */
final class Sender {
  private final Map<String, Channel> channels;
  private final Preferences.Source preferences;
  private final DeliveryLog log;
  private final Clock clock;
  private final BackOff backOff;
  private final Duration sendTime;

  Sender(Notifier.Builder parts, DeliveryLog log) {
    this.channels = Map.copyOf(parts.channels);
    this.preferences = parts.preferences;
    this.clock = parts.clock;
    this.backOff = parts.backOff;
    this.sendTime = parts.sendTime;
    this.log = log;
  }

  /** What is known when a delivery is decided on. */
  private record Work(
      Job item, Notice notice, Channel channel, Preferences wishes, Progress progress) {
    Delivery result(Outcome outcome, Optional<String> reason) {
      return new Delivery(notice, channel.name(), outcome, reason);
    }

    Work at(long version, int attempts) {
      return new Work(
          item,
          notice,
          channel,
          wishes,
          new Progress(version, attempts, true, false, false, false));
    }
  }

  /** Delivers a claimed item; empty if another worker has taken it over. */
  Optional<Delivery> deliver(Job item) {
    Notice notice = Notice.of(item.subject().tenant(), item.payload());
    Channel channel = Objects.requireNonNull(channels.get(Notifier.channelOf(item.kind())));
    Preferences wishes = preferences.of(notice.tenant(), notice.recipient());
    Work work = new Work(item, notice, channel, wishes, log.read(item));
    Progress progress = work.progress();
    if (progress.done()) {
      return Optional.empty();
    }
    if (progress.maybeSent() && isBlind(channel) && !progress.askedAgain()) {
      return ended(work, Outcome.UNKNOWN, "interrupted");
    }
    Optional<String> address =
        wishes.channels(notice.kind()).contains(channel.name())
            ? wishes.address(channel.name())
            : Optional.empty();
    if (address.isEmpty()) {
      return ended(work, Outcome.DEAD, "not_wanted");
    }
    Instant now = clock.instant();
    Instant due = wishes.dueAt(notice.kind(), now);
    if (due.isAfter(now)) {
      Settlement later =
          settlement("delivery_deferred", "quiet_hours", waiting(now, due, "quiet_hours"));
      return settled(work, later, Outcome.DEFERRED, "quiet_hours");
    }
    Channel.Outbound message = new Channel.Outbound(address.get(), notice.message(), item.name());
    return progress.maybeSent() && channel instanceof CheckableChannel checkable
        ? check(work, checkable, message)
        : send(work, message);
  }

  /** A checkable channel that can't be asked leaves us as blind as one that says so. */
  private static boolean isBlind(Channel channel) {
    return switch (channel.effect()) {
      case READ, KEYED -> false;
      case CHECKABLE -> !(channel instanceof CheckableChannel);
      case BLIND -> true;
    };
  }

  private Optional<Delivery> check(Work work, CheckableChannel channel, Channel.Outbound message) {
    Optional<String> receipt;
    try {
      receipt = channel.find(message, context(work.notice()));
    } catch (RuntimeException e) {
      Progress before = work.progress();
      Work counted = work.at(before.version(), before.attempts() + 1);
      return failed(counted, Progress.CHECK_FAILED, e, isRetryable(e));
    }
    return receipt.isPresent() ? delivered(work, receipt.get()) : send(work, message);
  }

  private Optional<Delivery> send(Work work, Channel.Outbound message) {
    int made = work.progress().attempts();
    if (backOff.isExhaustedAfter(made)) {
      return ended(work, Outcome.DEAD, "interrupted");
    }
    OptionalLong version = log.start(work.item(), work.progress().version());
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Work begun = work.at(version.getAsLong(), made + 1);
    String receipt;
    try {
      receipt = work.channel().send(message, context(work.notice()));
    } catch (RuntimeException e) {
      boolean surelyNot = e instanceof NotSent;
      if (!surelyNot && isBlind(work.channel())) {
        return ended(begun, Outcome.UNKNOWN, reason(e));
      }
      return failed(begun, Progress.FAILED, e, isRetryable(e));
    }
    return delivered(work, receipt);
  }

  private Optional<Delivery> delivered(Work work, String receipt) {
    log.delivered(work.item(), receipt);
    return Optional.of(work.result(Outcome.DELIVERED, Optional.empty()));
  }

  private Optional<Delivery> failed(Work work, String type, RuntimeException e, boolean retryable) {
    int made = work.progress().attempts();
    boolean again = retryable && !backOff.isExhaustedAfter(made);
    Instant now = clock.instant();
    Instant due = work.wishes().dueAt(work.notice().kind(), now.plus(backOff.waitAfter(made)));
    Json.Obj data =
        Json.object()
            .put("reason", reason(e))
            .put(Progress.SURE, Json.of(e instanceof NotSent && type.equals(Progress.FAILED)))
            .build();
    Function<Job, JobChange> change =
        again ? waiting(now, due, reason(e)) : item -> JobChange.dead(item, reason(e));
    return settled(
        work,
        new Settlement(again ? type : Progress.ENDED, data, change),
        again ? Outcome.RETRYING : Outcome.DEAD,
        reason(e));
  }

  private Optional<Delivery> ended(Work work, Outcome outcome, String reason) {
    Function<Job, JobChange> end =
        outcome == Outcome.UNKNOWN
            ? item -> JobChange.unknown(item, reason)
            : item -> JobChange.dead(item, reason);
    Settlement settlement = settlement(Progress.ENDED, reason, end);
    return settled(work, settlement, outcome, reason);
  }

  private Optional<Delivery> settled(
      Work work, Settlement settlement, Outcome outcome, String reason) {
    return log.settle(work.item(), work.progress().version(), settlement)
        ? Optional.of(work.result(outcome, Optional.of(reason)))
        : Optional.empty();
  }

  private static Settlement settlement(
      String type, String reason, Function<Job, JobChange> change) {
    return new Settlement(type, Json.object().put("reason", reason).build(), change);
  }

  private static Function<Job, JobChange> waiting(Instant now, Instant due, String reason) {
    return item -> JobChange.retry(item, Duration.between(now, due), reason);
  }

  private CallContext context(Notice notice) {
    return CallContext.create().tenant(notice.tenant()).deadline(Deadline.after(sendTime, clock));
  }

  /** What is no exception of Atom is a fault of the channel, which the next try may not meet. */
  private static boolean isRetryable(RuntimeException e) {
    return !(e instanceof AtomException atom) || atom.retryable();
  }

  private static String reason(RuntimeException e) {
    return e instanceof AtomException atom ? atom.code() : e.getClass().getName();
  }
}
