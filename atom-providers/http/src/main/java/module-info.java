/**
 * HTTP for what talks to services: one transport with time limits and cancellation, server-sent
 * events, hints when to try again, and redaction. OkHttp does the work and is in no signature.
 *
 * <p>Start reading at {@link dev.atom.http.Transport}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.http {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires okhttp3;
  requires okio;
  requires org.slf4j;

  exports dev.atom.http;
}
