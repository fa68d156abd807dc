package dev.atom.providers.wire;

import dev.atom.http.HttpException;
import dev.atom.http.HttpHeaders;
import dev.atom.http.WebSocketSession;
import dev.atom.model.ModelException;
import java.time.Duration;
import java.util.Optional;

/**
 * An open WebSocket.
 *
 * @param session its messages
 * @param headers the headers of the answer that opened it
 * @param keys the call's key, open as long as the session
 * @param failures makes the exceptions of this call
 * @param patience how long to wait for what must come
 */
public record OpenedSocket(
    WebSocketSession session, HttpHeaders headers, Keys keys, Failures failures, Duration patience)
    implements AutoCloseable {
  /** Returns the provider's id of the request. */
  public Optional<String> requestId() {
    return failures.requestId(headers);
  }

  /** Returns the exception for a connection that broke. */
  public ModelException broken(HttpException e) {
    return failures.inStream(e);
  }

  /** Returns the exception for an error that the provider sent or closed with. */
  public ModelException told(ProviderError error) {
    return failures.ofError(error, Optional.empty());
  }

  /** Returns the exception for a session that ended before all was said. */
  public ModelException truncated() {
    return failures.truncated();
  }

  /** Returns the exception for a message that is none of the provider's. */
  public ModelException garbled() {
    return failures.garbled();
  }

  /** Returns the exception for a message that has not the expected form. */
  public ModelException senseless(RuntimeException cause) {
    return failures.senseless(cause);
  }

  /** Returns the exception for a provider that does not come to an end. */
  public ModelException endless() {
    return failures.endless(patience);
  }

  @Override
  public void close() {
    session.close();
    keys.close();
  }
}
