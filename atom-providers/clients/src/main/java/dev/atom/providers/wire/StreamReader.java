package dev.atom.providers.wire;

import dev.atom.http.ServerSentEvent;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns one stream's events into a reply's. Used by one thread. */
public interface StreamReader {
  /**
   * Takes an event.
   *
   * @param event the provider's event
   * @param sink gets what it amounts to; {@link ReplyEvent.Finished} ends the stream
   * @throws StreamError if the event is an error
   */
  void accept(ServerSentEvent event, Consumer<ReplyEvent> sink);

  /**
   * Takes the end of the stream.
   *
   * @param sink gets {@link ReplyEvent.Finished} if the reply is whole all the same
   */
  void end(Consumer<ReplyEvent> sink);

  /**
   * Returns what the provider has told so far that the reply uses.
   *
   * @return {@link Usage#UNKNOWN} if it told nothing
   */
  Usage usage();

  /**
   * Tells whether the event that was taken last was nothing but more of a text; events like it may
   * then be handed to {@link Repeat#more} and not to {@link #accept}.
   */
  default Optional<Repeat> repeat() {
    return Optional.empty();
  }
}
