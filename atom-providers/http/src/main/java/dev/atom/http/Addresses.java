package dev.atom.http;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/**
 * Keeps addresses as OkHttp wants them: to parse one takes a tenth of what a call does, and clients
 * call few. Those with a query are not kept, as it may be confidential. Thread-safe.
 */
final class Addresses {
  static final int MOST = 256;

  private final Map<URI, HttpUrl> known = new ConcurrentHashMap<>();

  HttpUrl of(URI uri) {
    if (uri.getRawQuery() != null) {
      return HttpUrl.get(uri.toString());
    }
    HttpUrl url = known.get(uri);
    if (url == null) {
      url = HttpUrl.get(uri.toString());
      if (known.size() >= MOST) {
        // Somebody calls ever new addresses; the few that come again are soon known again.
        known.clear();
      }
      known.put(uri, url);
    }
    return url;
  }

  /** Returns how many are kept. */
  int size() {
    return known.size();
  }
}
