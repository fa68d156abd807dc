package dev.atom.router;

import dev.atom.ledger.ContentPolicy;
import dev.atom.ledger.LedgerWriter;
import java.util.Optional;

/**
 * Is told what a router does, as the source of bills, meters and logs.
 *
 * <p>Beginnings and ends are paired: every call that begins ends once, and so does every attempt,
 * within its call. A stream's attempt and call end with its last event, its failure or its close, so
 * a stream that is neither read to its end nor closed never ends here either. A reply out of a cache
 * has one attempt, at no target, that ends at once.
 *
 * <p>Called on the thread that makes the call, reads or closes the stream; calls of different calls
 * come at the same time, so implementations are thread-safe. What a listener throws is logged and
 * changes nothing. Every method does nothing unless overridden.
 */
public interface RouterListener {
  /**
   * Returns the listener that books every attempt in the usage ledger, also failed, cancelled and
   * hedged ones: a record's id is the call's id and the attempt's number, and its endpoint is the
   * target's name. What was said is not kept. A synchronous writer that fails is logged, as all
   * listeners are; the call goes on.
   *
   * @param writer books; stays the host's to close
   * @return the listener
   */
  static RouterListener ledger(LedgerWriter writer) {
    return new LedgerListener(writer, Optional.empty());
  }

  /**
   * Returns the listener that books every attempt in the usage ledger, and with it what was said. If
   * the policy throws, that is logged and the attempt is booked without content.
   *
   * @param writer books; stays the host's to close
   * @param content what is kept of requests and replies, and how; called on the thread that ends the
   *     attempt
   * @return the listener
   */
  static RouterListener ledger(LedgerWriter writer, ContentPolicy content) {
    return new LedgerListener(writer, Optional.of(content));
  }

  /**
   * A call begins.
   *
   * @param call the call
   */
  default void callStarted(RoutedCall call) {}

  /**
   * A target is about to be asked.
   *
   * @param attempt what is known of the attempt
   */
  default void attemptStarted(Attempt.Begun attempt) {}

  /**
   * A target has answered or failed.
   *
   * @param attempt the whole attempt, with its cost; holds nothing of what was said
   * @param exchange what was said
   */
  default void attemptEnded(Attempt attempt, Exchange exchange) {}

  /**
   * A call has ended.
   *
   * @param trace the way that it took
   */
  default void callEnded(RoutingTrace trace) {}
}
