package dev.atom.providers.wire;

import dev.atom.http.HttpReply;
import dev.atom.http.HttpStream;
import java.util.Locale;

/**
 * An answer that comes piece by piece, with a good status.
 *
 * @param stream its bytes
 * @param keys the call's key, open as long as the stream
 * @param failures makes the exceptions of this call
 */
public record Opened(HttpStream stream, Keys keys, Failures failures) implements AutoCloseable {
  int status() {
    return stream.status();
  }

  /** Returns the media type, in lower case; empty if the server names none. */
  public String mediaType() {
    return stream.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
  }

  /** Reads the whole of an answer that is not what was expected. */
  public Answer whole() {
    return new Answer(HttpReply.of(stream), failures);
  }

  @Override
  public void close() {
    stream.close();
    keys.close();
  }
}
