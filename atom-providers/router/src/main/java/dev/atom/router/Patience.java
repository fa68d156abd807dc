package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.Failure;
import dev.atom.router.reuse.Flights;
import java.time.Duration;

/** How a call waits for a reply that another makes. */
final class Patience {
  private final Route route;
  private final RouterParts parts;

  Patience(Route route, RouterParts parts) {
    this.route = route;
    this.parts = parts;
  }

  void stopIfOver(CallContext context) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CallCancelled(failure("the calling thread is interrupted"));
    }
    if (context.cancellation().cancelled()) {
      throw new CallCancelled(failure("the caller cancelled the call"));
    }
    if (context.deadline().passed()) {
      throw new CallTimedOut(failure("the call's deadline has passed before there was a reply"));
    }
  }

  private Failure failure(String message) {
    return Failure.at(route.targets().get(0).ref()).message(message).build();
  }

  /** Returns when a flight has ended or lapsed, or the call is over; without polling. */
  void await(Flights.Flight flight, CallContext context) {
    CallContext waiting = context.child();
    flight.atEnd(waiting::cancel);
    long left = flight.left(parts.fleet().now());
    if (left > 0 && flight.end().isEmpty()) {
      sleep(Duration.ofNanos(left), waiting);
    }
  }

  /** Pauses between two looks at what another host does. */
  void pause(Duration time, CallContext context) {
    stopIfOver(context);
    sleep(time, context);
    stopIfOver(context);
  }

  private void sleep(Duration time, CallContext context) {
    Duration left = context.deadline().remaining().orElse(time);
    try {
      parts.sleeper().sleep(left.compareTo(time) < 0 ? left : time, context);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
