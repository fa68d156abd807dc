package dev.atom.notify;

import dev.atom.json.Json;
import dev.atom.store.Event;
import java.util.List;
import java.util.Optional;

/**
 * How far a delivery has come, folded from its events.
 *
 * @param version the version of the delivery's subject
 * @param attempts how often it was tried since a person last asked for it
 * @param maybeSent whether a send was begun that did not surely fail
 * @param askedAgain whether a person has decided on it since
 * @param done whether it was delivered
 * @param over whether it ended otherwise and waits for a person
 */
record Progress(
    long version, int attempts, boolean maybeSent, boolean askedAgain, boolean done, boolean over) {
  static final String STARTED = "delivery_started";
  static final String FAILED = "delivery_failed";
  static final String CHECK_FAILED = "delivery_check_failed";
  static final String ASKED_AGAIN = "delivery_asked_again";
  static final String DELIVERED = "delivery_made";
  static final String ENDED = "delivery_ended";

  /** The member of {@link #FAILED} and {@link #ENDED} that says that the message surely did not leave. */
  static final String SURE = "surely_not_sent";

  static Progress of(List<Event> events) {
    Progress progress = new Progress(0, 0, false, false, false, false);
    for (Event event : events) {
      progress = progress.after(event);
    }
    return progress;
  }

  private Progress after(Event event) {
    long at = event.version();
    boolean sure = event.data().get(SURE).equals(Optional.of(Json.of(true)));
    boolean maybe = maybeSent && !sure;
    return switch (event.type()) {
      case STARTED -> new Progress(at, attempts + 1, true, false, done, false);
      case CHECK_FAILED -> new Progress(at, attempts + 1, maybeSent, askedAgain, done, false);
      case FAILED -> new Progress(at, attempts, maybe, askedAgain, done, false);
      case ENDED -> new Progress(at, attempts, maybe, askedAgain, done, true);
      case ASKED_AGAIN -> new Progress(at, 0, maybeSent, true, done, false);
      case DELIVERED -> new Progress(at, attempts, maybeSent, askedAgain, true, false);
      default -> new Progress(at, attempts, maybeSent, askedAgain, done, over);
    };
  }
}
