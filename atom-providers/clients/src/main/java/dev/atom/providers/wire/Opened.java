package dev.atom.providers.wire;

import dev.atom.http.HttpException;
import dev.atom.http.HttpReply;
import dev.atom.http.HttpStream;
import dev.atom.model.ModelException;
import java.util.Locale;
import java.util.Optional;

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

  /** Returns the provider's id of the request. */
  public Optional<String> requestId() {
    return failures.requestId(stream.headers());
  }

  /** Returns the exception for a stream that broke. */
  public ModelException broken(HttpException e) {
    return failures.inStream(e);
  }

  /** Returns the exception for a stream that ended too early. */
  public ModelException truncated() {
    return failures.truncated();
  }

  /** Returns the exception for a whole answer that should have been a stream of another kind. */
  public ModelException unexpected() {
    HttpReply reply = HttpReply.of(stream);
    failures.parse(reply);
    return failures.malformed("the reply is JSON, not what was asked", reply, Optional.empty());
  }

  @Override
  public void close() {
    stream.close();
    keys.close();
  }
}
