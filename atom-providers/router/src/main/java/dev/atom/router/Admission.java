package dev.atom.router;

import dev.atom.model.AccessDenied;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import java.time.Duration;

/** A call that was let through to a target, and what its end tells of the target and the key. */
final class Admission {
  private static final long NO_HINT = -1;

  private final Fleet fleet;
  private final Lane lane;
  private final KeyHealth key;
  private final Tickets tickets;

  /** What the breakers of server, key and model gave. */
  record Tickets(int server, int key, int model) {}

  Admission(Fleet fleet, Lane lane, KeyHealth key, Tickets tickets) {
    this.fleet = fleet;
    this.lane = lane;
    this.key = key;
    this.tickets = tickets;
    lane.stats().began();
  }

  Lane lane() {
    return lane;
  }

  KeyHealth key() {
    return key;
  }

  /** The target has answered, or refused for a reason that lies in the request. */
  void well() {
    long now = fleet.now();
    fleet.server(lane.place()).succeeded(tickets.server, now);
    key.key().succeeded(tickets.key, now);
    if (key.seen(lane.place()) != null) {
      key.model(lane.place()).succeeded(tickets.model, now);
    }
    lane.stats().ended();
  }

  /** Nothing was learned. */
  void left() {
    long now = fleet.now();
    fleet.server(lane.place()).left(tickets.server, now);
    key.key().left(tickets.key, now);
    if (key.seen(lane.place()) != null) {
      key.model(lane.place()).left(tickets.model, now);
    }
    lane.stats().ended();
  }

  /**
   * The target failed.
   *
   * @param inTime whether the call still had time when it did
   */
  void failed(ModelException failure, boolean inTime) {
    switch (failure) {
      case RateLimited limited -> refused(failure);
      case QuotaExhausted empty -> keyOut(failure);
      case KeyRejected rejected -> keyOut(failure);
      case AccessDenied denied -> shut(failure);
      case ModelNotFound missing -> shut(failure);
      case Overloaded busy -> {
        if (failure.failure().retryAfter().isPresent()) {
          refused(failure);
        } else {
          faulty(failure);
        }
      }
      case Unreachable lost -> unreached(failure);
      case CallTimedOut late -> {
        // A caller in a hurry says nothing of the target.
        if (inTime) {
          faulty(failure);
        } else {
          left();
        }
      }
      case ProviderFailed broken -> faulty(failure);
      case TruncatedStream cut -> faulty(failure);
      case MalformedReply garbled -> faulty(failure);
      case CallCancelled cancelled -> left();
      case RequestRejected refused -> well();
      case ContextTooLong refused -> well();
      case ContentRefused refused -> well();
      case CapabilityMissing refused -> well();
    }
  }

  private void faulty(ModelException failure) {
    long now = fleet.now();
    fleet.server(lane.place()).succeeded(tickets.server, now);
    key.key().left(tickets.key, now);
    key.model(lane.place()).failed(tickets.model, now, false, failure.code());
    lane.stats().ended();
  }

  private void unreached(ModelException failure) {
    long now = fleet.now();
    fleet.server(lane.place()).failed(tickets.server, now, true, failure.code());
    key.key().left(tickets.key, now);
    if (key.seen(lane.place()) != null) {
      key.model(lane.place()).left(tickets.model, now);
    }
    lane.stats().ended();
  }

  private void refused(ModelException failure) {
    long hint = failure.failure().retryAfter().map(Duration::toNanos).orElse(NO_HINT);
    shut(failure, hint);
  }

  private void shut(ModelException failure) {
    shut(failure, fleet.settings().keyPause().toNanos());
  }

  private void shut(ModelException failure, long nanos) {
    long now = fleet.now();
    fleet.server(lane.place()).succeeded(tickets.server, now);
    key.key().succeeded(tickets.key, now);
    key.model(lane.place()).refused(tickets.model, now, nanos, failure.code());
    lane.stats().ended();
  }

  private void keyOut(ModelException failure) {
    long now = fleet.now();
    fleet.server(lane.place()).succeeded(tickets.server, now);
    key.key().keyOut(tickets.key, now, failure.code());
    if (key.seen(lane.place()) != null) {
      key.model(lane.place()).left(tickets.model, now);
    }
    lane.stats().ended();
  }
}
