package dev.atom.providers.wire;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpCancelled;
import dev.atom.http.HttpException;
import dev.atom.http.HttpHeaders;
import dev.atom.http.HttpReply;
import dev.atom.http.HttpStream;
import dev.atom.http.MultipartBody;
import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.http.WebSocketOpening;
import dev.atom.http.WebSocketSession;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profile;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Calls one provider: finds the key, sends, and turns what goes wrong into the one tree. */
public final class Client {
  private static final String DEPLOYMENT = "/deployments/{model}";
  private static final int MOST_KNOWN = 256;
  private static final int OK = 200;
  private static final int REDIRECT = 300;

  private final Profile profile;
  private final KeySource keys;
  private final Transport transport;
  private final Timeouts timeouts;
  private final Clock clock;

  /**
   * To parse an address takes a noticeable part of a call, and most calls go to the same few. Paths
   * with a query of their own are not kept, as it may be confidential.
   */
  private final Map<Place, URI> known = new ConcurrentHashMap<>();

  private record Place(String path, String model) {}

  /** Creates a client; see the builder of a provider. */
  public Client(
      Profile profile, KeySource keys, Transport transport, Timeouts timeouts, Clock clock) {
    this.profile = profile;
    this.keys = keys;
    this.transport = transport;
    this.timeouts = timeouts;
    this.clock = clock;
  }

  /** Returns this client with keys from elsewhere. */
  public Client keys(KeySource others) {
    return new Client(profile, others, transport, timeouts, clock);
  }

  /** Returns the provider as data. */
  public Profile profile() {
    return profile;
  }

  /** Returns the clock by which dates of the provider are read. */
  public Clock clock() {
    return clock;
  }

  /** Returns a chat model. */
  public ChatModel chat(Dialect dialect, ModelRef ref, Set<Capability> capabilities) {
    return new DialectModel(dialect, this, ref, capabilities);
  }

  /**
   * Returns the whole address of a path below the base, which may have a query of its own. A path
   * that begins with a slash is about no model: where the base names a deployment, it lies above.
   */
  public URI address(String path, ModelRef asked) {
    if (path.indexOf('?') >= 0) {
      return parsed(path, asked);
    }
    Place place = new Place(path, asked.name());
    URI address = known.get(place);
    if (address == null) {
      address = parsed(path, asked);
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(place, address);
    }
    return address;
  }

  private URI parsed(String path, ModelRef asked) {
    boolean ofNoModel = path.startsWith("/");
    String base = ofNoModel ? profile.base().replace(DEPLOYMENT, "") : profile.base();
    StringBuilder text = new StringBuilder(base.replace("{model}", encoded(asked.name())));
    if (text.charAt(text.length() - 1) != '/') {
      text.append('/');
    }
    text.append(path, ofNoModel ? 1 : 0, path.length());
    char separator = path.indexOf('?') < 0 ? '?' : '&';
    for (Map.Entry<String, String> parameter : profile.query().entrySet()) {
      text.append(separator)
          .append(encoded(parameter.getKey()))
          .append('=')
          .append(encoded(parameter.getValue()));
      separator = '&';
    }
    return URI.create(text.toString());
  }

  /** Returns a text as it may stand in an address. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Begins a call that sends JSON. */
  public HttpCall.Builder post(String path, Json json, ModelRef asked) {
    return post(path, "application/json", json.toUtf8(), asked);
  }

  /** Begins a call that sends bytes. */
  public HttpCall.Builder post(String path, String type, byte[] bytes, ModelRef asked) {
    return begun(HttpCall.post(address(path, asked), type, bytes));
  }

  /** Begins a call that sends a form. */
  public HttpCall.Builder post(String path, MultipartBody form, ModelRef asked) {
    return begun(HttpCall.post(address(path, asked), form));
  }

  /** Begins a call that deletes. */
  public HttpCall.Builder delete(String path, ModelRef asked) {
    return begun(HttpCall.delete(address(path, asked)));
  }

  /** Begins a call that sends nothing. */
  public HttpCall.Builder get(String path, ModelRef asked) {
    return begun(HttpCall.get(address(path, asked)));
  }

  /** The profile's headers come first, so that a call can add to those that are lists. */
  private HttpCall.Builder begun(HttpCall.Builder call) {
    profile.headers().forEach(call::header);
    return call;
  }

  /**
   * Sends a call and reads the answer, which has a good status and no error in it; everything else
   * becomes an exception. The key is open until the reader is done.
   */
  public <T> T send(
      HttpCall.Builder builder,
      ModelRef asked,
      ErrorReader errors,
      CallContext context,
      Function<Answer, T> reader) {
    Failures failures = new Failures(asked, errors, clock);
    try (Keys key = key(failures, context)) {
      HttpCall call = call(builder, key);
      return answer(whole(call, context), failures.at(call)).read(reader);
    } catch (HttpException e) {
      throw failures.ofTransport(e);
    }
  }

  /**
   * Opens a call whose answer comes piece by piece. The reader gets what was opened, with a good
   * status, and must close it or give it to whoever will.
   */
  public <T> T open(
      HttpCall.Builder builder,
      ModelRef asked,
      ErrorReader errors,
      CallContext context,
      Function<Opened, T> reader) {
    Failures failures = new Failures(asked, errors, clock);
    Keys key = key(failures, context);
    Optional<HttpStream> stream = Optional.empty();
    try {
      HttpCall call = call(builder, key);
      stream = Optional.of(transport.open(call, context));
      Opened opened = new Opened(stream.get(), key, failures.at(call));
      if (!accepted(opened.status())) {
        throw opened.failures().ofReply(refusal(opened.stream()));
      }
      return reader.apply(opened);
    } catch (HttpException e) {
      close(stream, key);
      throw failures.ofTransport(e);
    } catch (RuntimeException | Error e) {
      close(stream, key);
      throw e;
    }
  }

  /**
   * Opens a WebSocket at an address that is fetched. The reader gets what was opened and must close
   * it or give it to whoever will.
   */
  public <T> T openWebSocket(
      HttpCall.Builder builder,
      ModelRef asked,
      ErrorReader errors,
      CallContext context,
      Function<OpenedSocket, T> reader) {
    Failures failures = new Failures(asked, errors, clock);
    Keys key = key(failures, context);
    try {
      HttpCall call = call(builder, key);
      return switch (transport.openWebSocket(call, context)) {
        case WebSocketOpening.Accepted(WebSocketSession session, HttpHeaders headers) ->
            given(
                new OpenedSocket(session, headers, key, failures.at(call), timeouts.idle()),
                reader);
        case WebSocketOpening.Refused(HttpReply reply) -> throw failures.at(call).ofReply(reply);
      };
    } catch (HttpException e) {
      key.close();
      throw failures.ofTransport(e);
    } catch (RuntimeException | Error e) {
      key.close();
      throw e;
    }
  }

  private static <T> T given(OpenedSocket opened, Function<OpenedSocket, T> reader) {
    try {
      return reader.apply(opened);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private HttpReply whole(HttpCall call, CallContext context) {
    try (HttpStream stream = transport.open(call, context)) {
      return accepted(stream.status()) ? HttpReply.of(stream) : refusal(stream);
    }
  }

  /** A refusal is one by its status and headers, also if its description is cut off. */
  private static HttpReply refusal(HttpStream stream) {
    try {
      return HttpReply.of(stream);
    } catch (HttpCancelled e) {
      throw e;
    } catch (HttpException e) {
      return HttpReply.headOf(stream);
    }
  }

  private static void close(Optional<HttpStream> stream, Keys key) {
    stream.ifPresent(HttpStream::close);
    key.close();
  }

  /** Wraps a whole reply; throws if its status is no good one. */
  static Answer answer(HttpReply reply, Failures failures) {
    if (!accepted(reply.status())) {
      throw failures.ofReply(reply);
    }
    return new Answer(reply, failures);
  }

  private static boolean accepted(int status) {
    return status >= OK && status < REDIRECT;
  }

  private HttpCall call(HttpCall.Builder call, Keys keys) {
    call.timeouts(timeouts);
    if (profile.plainHttpAllowed()) {
      call.allowPlainHttp();
    }
    keys.key()
        .ifPresent(key -> call.secretHeader(profile.auth().header(), profile.auth().prefix(), key));
    return call.build();
  }

  private Keys key(Failures failures, CallContext context) {
    Optional<Secret> key = find(failures, context);
    if (key.isEmpty() && profile.keyRequired()) {
      throw failures.noKey(context);
    }
    if (key.isPresent() && !HttpCall.fitsHeader(key.get())) {
      key.get().close();
      throw failures.brokenKey(context);
    }
    return new Keys(key);
  }

  private Optional<Secret> find(Failures failures, CallContext context) {
    try {
      return keys.find(SecretRef.of(context, profile.id()));
    } catch (AtomException e) {
      throw failures.unusableKey(context, e);
    }
  }

  @Override
  public String toString() {
    return "Client[" + profile.id() + "]";
  }
}
