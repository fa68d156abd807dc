package dev.atom.router;

import dev.atom.model.AccessDenied;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatModel;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.router.health.Breaker;
import java.time.Duration;
import java.util.Optional;

/** A call that was let through to a target, and what its end tells of the target and the key. */
final class Admission {
  private static final long NO_HINT = -1;

  /** The ticket of a model that has no breaker yet, as its breaker will count it. */
  private static final int FIRST_TICKET = 1;

  private final Fleet fleet;
  private final int place;
  private final KeyHealth key;
  private final Tickets tickets;

  /** What the breakers of server, key and model gave. Used by one thread while it is filled. */
  static final class Tickets {
    private int server;
    private int key;
    private int model;

    /** Enters all breakers of a place, or none. */
    boolean enter(Fleet fleet, int place, KeyHealth keys, boolean forced) {
      long now = fleet.now();
      server = fleet.server(place).enter(now, forced);
      if (server == 0) {
        return false;
      }
      key = keys.key().enter(now, forced);
      if (key == 0) {
        fleet.server(place).left(server, now);
        return false;
      }
      Breaker seen = keys.seen(fleet.at(place));
      model = seen == null ? FIRST_TICKET : seen.enter(now, forced);
      if (model == 0) {
        keys.key().left(key, now);
        fleet.server(place).left(server, now);
        return false;
      }
      return true;
    }

    Tickets copy() {
      Tickets copy = new Tickets();
      copy.server = server;
      copy.key = key;
      copy.model = model;
      return copy;
    }
  }

  Admission(Fleet fleet, int place, KeyHealth key, Tickets tickets) {
    this.fleet = fleet;
    this.place = place;
    this.key = key;
    this.tickets = tickets;
    fleet.stats(place).began();
  }

  /** Lets a call through to a place if all of its breakers do. */
  static Optional<Admission> enter(Fleet fleet, int place, KeyHealth key) {
    Tickets tickets = new Tickets();
    return tickets.enter(fleet, place, key, true)
        ? Optional.of(new Admission(fleet, place, key, tickets))
        : Optional.empty();
  }

  ChatModel client() {
    return fleet.model(place);
  }

  ModelRef ref() {
    return fleet.ref(place);
  }

  KeyHealth key() {
    return key;
  }

  /** The target has answered, or refused for a reason that lies in the request. */
  void well() {
    long now = fleet.now();
    fleet.server(place).succeeded(tickets.server, now);
    key.key().succeeded(tickets.key, now);
    if (key.seen(fleet.at(place)) != null) {
      key.model(fleet.at(place)).succeeded(tickets.model, now);
    }
    ended();
  }

  /** Nothing was learned. */
  void left() {
    long now = fleet.now();
    fleet.server(place).left(tickets.server, now);
    key.key().left(tickets.key, now);
    if (key.seen(fleet.at(place)) != null) {
      key.model(fleet.at(place)).left(tickets.model, now);
    }
    ended();
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
    fleet.server(place).succeeded(tickets.server, now);
    key.key().left(tickets.key, now);
    key.model(fleet.at(place)).failed(tickets.model, now, false, failure.code());
    ended();
  }

  private void unreached(ModelException failure) {
    long now = fleet.now();
    fleet.server(place).failed(tickets.server, now, true, failure.code());
    key.key().left(tickets.key, now);
    if (key.seen(fleet.at(place)) != null) {
      key.model(fleet.at(place)).left(tickets.model, now);
    }
    ended();
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
    fleet.server(place).succeeded(tickets.server, now);
    key.key().succeeded(tickets.key, now);
    key.model(fleet.at(place)).refused(tickets.model, now, nanos, failure.code());
    ended();
  }

  private void keyOut(ModelException failure) {
    long now = fleet.now();
    fleet.server(place).succeeded(tickets.server, now);
    key.key().keyOut(tickets.key, now, failure.code());
    if (key.seen(fleet.at(place)) != null) {
      key.model(fleet.at(place)).left(tickets.model, now);
    }
    ended();
  }

  private void ended() {
    fleet.stats(place).ended();
    fleet.watch().look(fleet, place, key);
  }
}
