package dev.atom.providers;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpException;
import dev.atom.http.HttpReply;
import dev.atom.http.HttpStream;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model reached through one dialect over HTTP. */
final class DialectModel implements ChatModel {
  private static final int OK = 200;
  private static final int REDIRECT = 300;

  private final Dialect dialect;
  private final Endpoint endpoint;
  private final ModelRef ref;
  private final Set<Capability> capabilities;

  DialectModel(Dialect dialect, Endpoint endpoint, ModelRef ref, Set<Capability> capabilities) {
    this.dialect = dialect;
    this.endpoint = endpoint;
    this.ref = ref;
    this.capabilities = Set.copyOf(capabilities);
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    ModelRef asked = asked(request);
    Needs.check(request, false, capabilities, asked);
    Dialect.Body body = dialect.body(request, asked, false);
    Failures failures = new Failures(asked, dialect, endpoint.clock());
    try (Keys keys = key(failures, context)) {
      HttpCall call = call(body, keys, false);
      HttpReply reply = endpoint.transport().send(call, context);
      return read(reply, body, failures.at(call));
    } catch (HttpException e) {
      throw failures.ofTransport(e);
    }
  }

  private ChatReply read(HttpReply reply, Dialect.Body body, Failures failures) {
    if (reply.status() < OK || reply.status() >= REDIRECT) {
      throw failures.ofReply(reply);
    }
    Json.Obj json = failures.parse(reply);
    try {
      return dialect.reply(json, failures.asked(), body.warnings());
    } catch (StreamError e) {
      throw failures.ofError(e.error(), Optional.of(reply));
    } catch (ModelException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failures.malformed("the reply has not the expected form", reply, e);
    }
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    ModelRef asked = asked(request);
    Needs.check(request, true, capabilities, asked);
    Dialect.Body body = dialect.body(request, asked, true);
    Failures failures = new Failures(asked, dialect, endpoint.clock());
    Keys keys = key(failures, context);
    try {
      HttpCall call = call(body, keys, true);
      HttpStream stream = endpoint.transport().open(call, context);
      return begin(stream, keys, body, failures.at(call));
    } catch (HttpException e) {
      keys.close();
      throw failures.ofTransport(e);
    } catch (RuntimeException | Error e) {
      keys.close();
      throw e;
    }
  }

  private ReplyStream begin(HttpStream stream, Keys keys, Dialect.Body body, Failures failures) {
    String type = stream.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
    boolean accepted = stream.status() >= OK && stream.status() < REDIRECT;
    if (accepted && !type.contains("json") && !type.contains("html")) {
      StreamReader reader = dialect.stream(failures.asked(), body.warnings());
      return new EventReplyStream(stream, keys, reader, failures);
    }
    try (keys;
        stream) {
      HttpReply whole = HttpReply.of(stream);
      return new WholeReplyStream(read(whole, body, failures));
    }
  }

  private ModelRef asked(ChatRequest request) {
    return request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
  }

  private Keys key(Failures failures, CallContext context) {
    Optional<Secret> key = find(failures, context);
    if (key.isEmpty() && endpoint.keyRequired()) {
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
      return endpoint.keys().find(SecretRef.of(context, ref.provider()));
    } catch (AtomException e) {
      throw failures.unusableKey(context, e);
    }
  }

  private HttpCall call(Dialect.Body body, Keys keys, boolean streaming) {
    byte[] bytes = body.json().toString().getBytes(StandardCharsets.UTF_8);
    HttpCall.Builder call =
        HttpCall.post(endpoint.resolve(dialect.path()), "application/json", bytes)
            .timeouts(endpoint.timeouts());
    for (Map.Entry<String, String> header : endpoint.headers().entrySet()) {
      call.header(header.getKey(), header.getValue());
    }
    if (streaming) {
      // Compression would hold tokens back until a block is full.
      call.header("Accept", "text/event-stream").header("Accept-Encoding", "identity");
    }
    keys.key().ifPresent(key -> call.secretHeader("Authorization", "Bearer ", key));
    return call.build();
  }

  @Override
  public String toString() {
    return "DialectModel[" + ref + " at " + endpoint.base().getHost() + ", " + dialect.path() + "]";
  }
}
