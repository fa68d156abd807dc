package dev.atom.http;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request over HTTP with its limits. Immutable and thread-safe.
 *
 * <p>Guarantees: the value of a secret header is in no text that this class makes; the address holds
 * no user or password; {@link #toString()} leaves out the query.
 */
public final class HttpCall {
  private static final long MEBIBYTE = 1024L * 1024;

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final Map<String, SecretValue> secretHeaders;
  private final List<byte[]> body;
  private final String contentType;
  private final Timeouts timeouts;
  private final long maxReplyBytes;
  private final int maxEventBytes;
  private final boolean plainHttpAllowed;

  /** A header's value whose end is secret. */
  record SecretValue(String prefix, Secret secret) {}

  private HttpCall(Builder builder) {
    method = builder.method;
    uri = builder.uri;
    headers = Map.copyOf(builder.headers);
    secretHeaders = Map.copyOf(builder.secretHeaders);
    body = builder.body;
    contentType = builder.contentType;
    timeouts = builder.timeouts;
    maxReplyBytes = builder.maxReplyBytes;
    maxEventBytes = builder.maxEventBytes;
    plainHttpAllowed = builder.plainHttpAllowed;
  }

  /**
   * Returns a builder of a call that fetches.
   *
   * @param uri an http or https address
   * @return a new builder
   */
  public static Builder get(URI uri) {
    return new Builder("GET", uri);
  }

  /**
   * Returns a builder of a call that asks for the headers a fetch would get.
   *
   * @param uri an http or https address
   * @return a new builder
   */
  public static Builder head(URI uri) {
    return new Builder("HEAD", uri);
  }

  /**
   * Returns a builder of a call that deletes.
   *
   * @param uri an http or https address
   * @return a new builder
   */
  public static Builder delete(URI uri) {
    return new Builder("DELETE", uri);
  }

  /**
   * Returns a builder of a call that changes a part.
   *
   * @param uri an http or https address
   * @param contentType the body's media type
   * @param body the body; copied
   * @return a new builder
   */
  public static Builder patch(URI uri, String contentType, byte[] body) {
    return withBody("PATCH", uri, contentType, List.of(body.clone()));
  }

  /**
   * Returns a builder of a call that puts.
   *
   * @param uri an http or https address
   * @param contentType the body's media type
   * @param body the body; copied
   * @return a new builder
   */
  public static Builder put(URI uri, String contentType, byte[] body) {
    return withBody("PUT", uri, contentType, List.of(body.clone()));
  }

  /**
   * Returns a builder of a call that posts.
   *
   * @param uri an http or https address
   * @param contentType the body's media type
   * @param body the body; copied
   * @return a new builder
   */
  public static Builder post(URI uri, String contentType, byte[] body) {
    return withBody("POST", uri, contentType, List.of(body.clone()));
  }

  /**
   * Returns a builder of a call that posts a form.
   *
   * @param uri an http or https address
   * @param body the fields and files
   * @return a new builder
   */
  public static Builder post(URI uri, MultipartBody body) {
    return withBody("POST", uri, body.contentType(), body.pieces());
  }

  private static Builder withBody(String method, URI uri, String contentType, List<byte[]> body) {
    Builder builder = new Builder(method, uri);
    builder.contentType = contentType;
    builder.body = body;
    return builder;
  }

  /**
   * Hides in a text what is or looks like a key: the secrets of this call, whole words that hold a
   * fragment of them, and the known forms of vendors' keys, masked ones included.
   *
   * @param text a text of the server, such as its error message
   * @return the text without them
   * @throws IllegalStateException if a secret of this call is closed
   */
  public String redact(String text) {
    return Redaction.text(text, secretHeaders.values().stream().map(SecretValue::secret).toList());
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, SecretValue> secretHeaders() {
    return secretHeaders;
  }

  /** Returns the pieces of the body, never to be written to. */
  List<byte[]> body() {
    return body;
  }

  String contentType() {
    return contentType;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  long maxReplyBytes() {
    return maxReplyBytes;
  }

  int maxEventBytes() {
    return maxEventBytes;
  }

  boolean plainHttpAllowed() {
    return plainHttpAllowed;
  }

  /** Method, host and path: the query may be confidential. */
  @Override
  public String toString() {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return method + " " + uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  /**
   * Builds an {@link HttpCall}. Defaults: no headers, {@link Timeouts#DEFAULT}, replies up to 64
   * MiB, events of streams up to 16 MiB, secrets only over https or to this machine. Not
   * thread-safe.
   */
  public static final class Builder {
    private final String method;
    private final URI uri;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, SecretValue> secretHeaders =
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private List<byte[]> body = List.of();
    private String contentType = "";
    private Timeouts timeouts = Timeouts.DEFAULT;
    private long maxReplyBytes = 64 * MEBIBYTE;
    private int maxEventBytes = (int) (16 * MEBIBYTE);
    private boolean plainHttpAllowed;

    private Builder(String method, URI uri) {
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "the address must be http or https with a host and without a user: scheme \""
                + uri.getScheme()
                + "\", host \""
                + uri.getHost()
                + "\"");
      }
      this.method = method;
      this.uri = uri;
    }

    /**
     * Sets a header, in place of what was set for it before.
     *
     * @param name the header's name, in any case
     * @param value visible ASCII; not a secret
     * @return this builder
     */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /**
     * Adds to a header that is a list. What the list holds already is not added again.
     *
     * @param name the header's name, in any case
     * @param values values with commas between them; not a secret
     * @return this builder
     */
    public Builder listHeader(String name, String values) {
      Set<String> all = new LinkedHashSet<>();
      for (String value : (headers.getOrDefault(name, "") + "," + values).split(",", -1)) {
        if (!value.isBlank()) {
          all.add(value.strip());
        }
      }
      headers.put(name, String.join(",", all));
      return this;
    }

    /**
     * Sets a header whose value is secret. The secret must stay open while the call runs; the caller
     * closes it.
     *
     * @param name the header's name
     * @param prefix what stands before the secret, such as {@code "Bearer "}: visible ASCII and
     *     spaces; may be empty
     * @param secret visible ASCII
     * @return this builder
     * @throws IllegalArgumentException if prefix or secret can't stand in a header; does not show
     *     them
     */
    public Builder secretHeader(String name, String prefix, Secret secret) {
      if (!fitsHeader(secret)) {
        throw new IllegalArgumentException(
            "the secret for header "
                + name
                + " has a line end, space or other character that no header can hold");
      }
      // Checked here: a message of the library below would show the prefix with the secret.
      if (prefix.chars().anyMatch(c -> c < ' ' || c > '~')) {
        throw new IllegalArgumentException(
            "the prefix for header " + name + " has a character that no header can hold");
      }
      secretHeaders.put(name, new SecretValue(prefix, secret));
      return this;
    }

    /**
     * Sets the time limits.
     *
     * @param timeouts the limits
     * @return this builder
     */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
      return this;
    }

    /**
     * Limits the reply's body.
     *
     * @param bytes after decompression, 1 or more
     * @return this builder
     */
    public Builder maxReplyBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("maxReplyBytes is " + bytes + "; it must be 1 or more");
      }
      maxReplyBytes = bytes;
      return this;
    }

    /**
     * Limits each event, and each line, of a reply that {@link StreamEvents} reads.
     *
     * @param bytes after decompression, 1 or more
     * @return this builder
     */
    public Builder maxEventBytes(int bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("maxEventBytes is " + bytes + "; it must be 1 or more");
      }
      maxEventBytes = bytes;
      return this;
    }

    /**
     * Lets secret headers go over plain http to any host, which everyone on the way can read: for a
     * network that is trusted, or whose connections are encrypted below.
     *
     * @return this builder
     */
    public Builder allowPlainHttp() {
      plainHttpAllowed = true;
      return this;
    }

    /**
     * Returns the call.
     *
     * @return the value
     */
    public HttpCall build() {
      return new HttpCall(this);
    }
  }

  /**
   * Tells whether a secret can stand in a header: a key copied with a line end can't.
   *
   * @param secret the secret
   * @return true if it is visible ASCII throughout
   */
  public static boolean fitsHeader(Secret secret) {
    return secret.use(
        PlaintextAccess.granted(),
        plain -> {
          for (byte b : plain) {
            if (b <= ' ' || b > '~') {
              return false;
            }
          }
          return true;
        });
  }
}
