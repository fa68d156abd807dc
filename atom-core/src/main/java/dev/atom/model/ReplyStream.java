package dev.atom.model;

import java.util.Iterator;

/**
 * A reply that arrives piece by piece.
 *
 * <p>{@link #hasNext()} blocks until the next event is there. The last event is {@link
 * ReplyEvent.Finished}; a stream that ends without one throws {@link TruncatedStream}, so that a
 * cut reply is never taken for a whole one. Both {@code hasNext} and {@code next} throw {@link
 * ModelException} on failure, and again on every later call.
 *
 * <p>Used by one thread, but {@link #close()} may come from any: it cancels the call and frees its
 * connection. Closing twice is fine. {@link #usage()} may be asked by any thread too.
 */
public interface ReplyStream extends Iterator<ReplyEvent>, AutoCloseable {
  /**
   * Reads to the end and returns the whole reply.
   *
   * @return the reply that {@link ReplyEvent.Finished} carries
   * @throws ModelException if the stream fails
   */
  default ChatReply reply() {
    while (hasNext()) {
      if (next() instanceof ReplyEvent.Finished finished) {
        return finished.reply();
      }
    }
    throw new IllegalStateException("the stream was read to its end before");
  }

  /**
   * Returns what the provider has told so far that the reply uses. Of a stream that is closed before
   * its end this is all there is to book; a failure carries it too, see {@link Failure#usage()}.
   *
   * @return that of the reply once it is whole; before, what was told, {@link Usage#UNKNOWN} if
   *     nothing was
   */
  Usage usage();

  @Override
  void close();
}
