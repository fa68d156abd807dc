package dev.atom.providers;

import dev.atom.CallContext;
import dev.atom.model.ChatRequest;
import java.util.Map;

/**
 * Many requests handed over at once, answered within a day for about half the price. The provider
 * works on them while nobody waits; a host keeps a batch's id and looks again from time to time.
 *
 * <p>Thread-safe; calls block. Nothing here is retried: a submission that fails may have been
 * accepted all the same, see {@link #submit}.
 */
public interface Batches {
  /** What an id of a request may be: what every provider takes. */
  String ID_PATTERN = "[a-zA-Z0-9_-]{1,64}";

  /**
   * Hands over requests. They are written as a chat would write them, without streaming.
   *
   * @param requests at least one, each under an id of your own of 1 to 64 letters, digits, {@code _}
   *     and {@code -}; results come back under it
   * @param context for whom, and how long the handing over may take
   * @return the batch, just begun, with the {@linkplain Batch#warnings() warnings} that a chat would
   *     have put on each reply
   * @throws IllegalArgumentException if there is no request or an id is not as said
   * @throws dev.atom.model.ModelException if a request needs what the model does not offer, or the
   *     batch was not accepted; if the connection broke it may have been
   */
  Batch submit(Map<String, ChatRequest> requests, CallContext context);

  /**
   * Looks how far a batch is.
   *
   * @param id the provider's id of the batch
   * @param context for whom
   * @return the batch as it is now
   * @throws dev.atom.model.ModelException if there is no answer
   */
  Batch find(String id, CallContext context);

  /**
   * Opens the results of a batch that is {@linkplain Batch.State#over() over}. One that expired, was
   * cancelled or failed may have results for some of its requests.
   *
   * @param batch the batch as it is now
   * @param context for whom, and how long reading the whole may take
   * @return what became of each request, in no order; to be closed by the caller
   * @throws IllegalArgumentException if the batch is not over
   * @throws dev.atom.model.ModelException if there is no answer
   */
  BatchResults results(Batch batch, CallContext context);

  /**
   * Asks the provider to stop. Requests that are answered by then stay answered and are charged.
   *
   * @param id the provider's id of the batch
   * @param context for whom
   * @return the batch as it is now, mostly {@link Batch.State#CANCELLING}
   * @throws dev.atom.model.ModelException if there is no answer
   */
  Batch cancel(String id, CallContext context);
}
