package dev.atom.endpoint.openai;

import dev.atom.AtomException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the log what callers are not told, under the request's id, which they are. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiEndpoint.class);

  private Failures() {}

  static void log(String requestId, RuntimeException failure) {
    switch (failure) {
      case RequestRefused refused -> LOG.debug("request {} refused: {}", requestId, refused.code());
      // Atom's messages say it all and hold no secret.
      case AtomException known -> LOG.warn("request {} failed: {}", requestId, known.getMessage());
      default -> LOG.error("request {} failed", requestId, failure);
    }
  }

  /** That a client went away is no failure. */
  static void gone(String requestId) {
    LOG.debug("request {}: the client went away", requestId);
  }
}
