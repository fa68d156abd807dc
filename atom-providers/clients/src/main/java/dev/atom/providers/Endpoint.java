package dev.atom.providers;

import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.secret.KeySource;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/** Where a model is reached, and how. */
record Endpoint(
    URI base,
    Transport transport,
    Timeouts timeouts,
    KeySource keys,
    boolean keyRequired,
    Map<String, String> headers,
    Clock clock) {
  URI resolve(String path) {
    String text = base.toString();
    return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
  }
}
