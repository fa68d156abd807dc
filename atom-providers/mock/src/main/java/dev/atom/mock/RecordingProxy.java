package dev.atom.mock;

import dev.atom.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A local server that passes every request on to a provider and its answer back as it arrives, and
 * writes each whole exchange to a file that {@link ReplayServer} plays.
 *
 * <p>Guarantees: no file, log or exception of this class holds a value that came in a header or query
 * parameter for credentials (such as {@code Authorization}, {@code x-api-key}, {@code Cookie}, {@code
 * openai-organization}, {@code key=}) or that was named by {@link Builder#secret}, wherever else in
 * the exchange it turns up, also escaped or in base64. Not guaranteed: values shorter than eight
 * characters that were not named; a credential that a provider sends back in pieces, spread over
 * several events of a stream; what prompts and replies say: read a recording before you publish it.
 *
 * <p>An exchange that the client or the provider breaks off is not recorded. Thread-safe.
 */
public final class RecordingProxy implements AutoCloseable {
  private static final int BUFFER = 8192;

  /** The JDK's client sets these itself, or they would make the recording unreadable. */
  private static final Set<String> NOT_FORWARDED =
      Set.of("host", "expect", "accept-encoding", "http2-settings");

  private final URI upstream;
  private final List<Secret> secrets;
  private final RecordingFolder folder;
  private final HttpClient client;
  private final LoopbackServer server;
  private final List<Path> files = new ArrayList<>();
  private Optional<RecordingFailed> failed = Optional.empty();

  private RecordingProxy(Builder builder) {
    upstream = builder.upstream;
    secrets = List.copyOf(builder.secrets);
    folder = new RecordingFolder(builder.folder, builder.provider, builder.source, builder.licence);
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    server = LoopbackServer.start("atom-recording", this::forward);
  }

  /**
   * Returns a builder.
   *
   * @param upstream the provider's base address, such as {@code https://api.openai.com}; what a
   *     request asks for is appended to its path
   * @param folder where the files go; made if it is not there
   * @return a new builder
   */
  public static Builder newBuilder(URI upstream, Path folder) {
    return new Builder(upstream, folder);
  }

  /**
   * Returns where the proxy listens, to be the client's base address in place of the provider's.
   *
   * @return such as {@code http://127.0.0.1:40123}, without a path
   */
  public URI uri() {
    return server.uri();
  }

  /**
   * Returns the files written so far. A file is whole before the client sees the end of the answer.
   *
   * @return a copy, in the order of the answers
   */
  public synchronized List<Path> files() {
    return List.copyOf(files);
  }

  private void forward(ReceivedRequest request, Connection connection)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(toUpstream(request), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException | IllegalArgumentException e) {
      refuse(connection, e);
      return;
    }
    try (InputStream body = decoded(answer)) {
      passBack(request, answer, body, connection);
    }
  }

  /** Compression is asked of nobody, but some servers compress all the same. */
  private static InputStream decoded(HttpResponse<InputStream> answer) throws IOException {
    String coding = answer.headers().firstValue("content-encoding").orElse("identity");
    return switch (coding.toLowerCase(Locale.ROOT)) {
      case "identity" -> answer.body();
      case "gzip", "x-gzip" -> new GZIPInputStream(answer.body());
      default -> throw new IOException("an unknown content coding");
    };
  }

  /** Names the failure's type only: its message may quote a header or the address. */
  private void refuse(Connection connection, Exception failure) throws IOException {
    String message =
        "the recording proxy can't reach "
            + upstream.getHost()
            + ": "
            + failure.getClass().getSimpleName();
    Map<String, List<String>> headers = Map.of("content-type", List.of("text/plain"));
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    connection.begin(502, headers, OptionalLong.of(body.length));
    connection.write(body, 0, body.length);
    connection.end();
  }

  private HttpRequest toUpstream(ReceivedRequest request) {
    HttpRequest.BodyPublisher body =
        request.body().length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(request.body());
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base() + request.path())).method(request.method(), body);
    request
        .headers()
        .forEach(
            (name, values) -> {
              boolean forwarded = !NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT));
              if (forwarded && (!Headers.ofTheConnection(name) || isContent(name))) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    return builder.build();
  }

  /** A compressed request stays compressed. */
  private static boolean isContent(String name) {
    return name.equalsIgnoreCase("content-encoding");
  }

  private String base() {
    return upstream.toString().replaceAll("/+$", "");
  }

  private void passBack(
      ReceivedRequest request,
      HttpResponse<InputStream> answer,
      InputStream body,
      Connection connection)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    connection.begin(answer.statusCode(), answer.headers().map(), OptionalLong.empty());
    byte[] buffer = new byte[BUFFER];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      whole.write(buffer, 0, count);
      connection.write(buffer, 0, count);
    }
    record(request, answer, whole.toByteArray());
    connection.end();
  }

  private synchronized void record(
      ReceivedRequest request, HttpResponse<InputStream> answer, byte[] body) {
    Map<String, List<String>> headers = answer.headers().map();
    Redaction redaction = Redaction.of(secrets, request);
    redaction.learn(headers);
    Exchange.Request asked = folder.request(request, upstream.getHost(), path(request), redaction);
    Exchange.Response answered =
        new Exchange.Response(
            answer.statusCode(), redaction.headers(headers), redaction.bytes(body));
    try {
      files.add(folder.write(asked, answered));
    } catch (IOException e) {
      failed = Optional.of(new RecordingFailed("can't write to " + folder, e));
    }
  }

  private String path(ReceivedRequest request) {
    String prefix = Objects.requireNonNullElse(upstream.getRawPath(), "").replaceAll("/+$", "");
    return prefix + request.path();
  }

  /**
   * Stops listening and breaks off what runs. Closing twice is fine.
   *
   * @throws RecordingFailed if an exchange could not be written
   */
  @Override
  public void close() {
    server.close();
    client.shutdownNow();
    Optional<RecordingFailed> failure;
    synchronized (this) {
      failure = failed;
      failed = Optional.empty();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /**
   * Returns both addresses' hosts; no key.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "RecordingProxy[" + uri() + " for " + upstream.getHost() + "]";
  }

  /**
   * Builds a {@link RecordingProxy}. Defaults: the provider is the upstream's host, the source
   * "recorded with atom-mock", the licence empty, no named secrets. Not thread-safe.
   */
  public static final class Builder {
    private final URI upstream;
    private final Path folder;
    private final List<Secret> secrets = new ArrayList<>();
    private String provider;
    private String source = "recorded with atom-mock";
    private String licence = "";

    private Builder(URI upstream, Path folder) {
      if (upstream.getHost() == null || upstream.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "the upstream must be an http or https address with a host and without user info");
      }
      this.upstream = upstream;
      this.folder = Objects.requireNonNull(folder, "folder");
      this.provider = upstream.getHost();
    }

    /**
     * Sets the provider's id that is written into the files.
     *
     * @param provider such as {@code "openai"}
     * @return this builder
     */
    public Builder provider(String provider) {
      this.provider = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /**
     * Sets what the files name as their source.
     *
     * @param source who recorded what
     * @param licence under which the recording may be passed on; may be empty
     * @return this builder
     */
    public Builder source(String source, String licence) {
      this.source = Objects.requireNonNull(source, "source");
      this.licence = Objects.requireNonNull(licence, "licence");
      return this;
    }

    /**
     * Names a secret that must not be written wherever it turns up.
     *
     * @param secret the secret; must stay open as long as the proxy
     * @return this builder
     */
    public Builder secret(Secret secret) {
      secrets.add(Objects.requireNonNull(secret, "secret"));
      return this;
    }

    /**
     * Starts the proxy on a free port.
     *
     * @return the running proxy, to be closed by the caller
     */
    public RecordingProxy start() {
      return new RecordingProxy(this);
    }
  }
}
