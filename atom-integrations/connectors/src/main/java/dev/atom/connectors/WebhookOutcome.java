package dev.atom.connectors;

import java.util.Objects;
import java.util.Optional;

/** Whether a request came from the service. */
public sealed interface WebhookOutcome {

  /**
   * The service sent it.
   *
   * @param eventId the service's id of the delivery, to drop a second one by; empty if the service
   *     gives none
   * @param type the kind of event, such as {@code "issues"}; empty if the service names none
   */
  record Verified(Optional<String> eventId, Optional<String> type) implements WebhookOutcome {
    /** Refuses null. */
    public Verified {
      Objects.requireNonNull(eventId, "eventId");
      Objects.requireNonNull(type, "type");
    }
  }

  /**
   * It may be forged: answer with 401 and do nothing.
   *
   * @param reason what is wrong, for the log; not for the answer
   */
  record Refused(Reason reason) implements WebhookOutcome {
    /** Refuses null. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Why a request is refused. */
  enum Reason {
    /** No secret is known, so that nothing can be verified. */
    NO_SECRET,
    /** The secret is not of the form that the scheme needs. */
    UNUSABLE_SECRET,
    /** The header with the signature is missing, or there twice. */
    NO_SIGNATURE,
    /** No signature is the expected one: another secret, or the request was changed. */
    WRONG_SIGNATURE,
    /** A header that is signed too is missing, there twice, or unreadable. */
    NO_SIGNED_HEADER,
    /** The signature is right, but too old or from the future: perhaps sent again by a stranger. */
    OUTSIDE_WINDOW
  }
}
