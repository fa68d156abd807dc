package dev.atom.connectors;

import dev.atom.CallContext;
import dev.atom.connectors.ConnectorException.Failure;
import dev.atom.connectors.ConnectorFile.Access;
import dev.atom.connectors.ConnectorFile.Action;
import dev.atom.connectors.ConnectorFile.Auth;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpException;
import dev.atom.http.HttpReply;
import dev.atom.http.Transport;
import dev.atom.json.Json;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.secret.KeySource;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of one connector at one address. */
final class ServiceCalls {
  private final ConnectorFile file;
  private final URI base;
  private final Map<String, String> settings;
  private final Transport transport;
  private final KeySource keys;
  private final Clock clock;

  ServiceCalls(
      ConnectorFile file,
      URI base,
      Map<String, String> settings,
      Transport transport,
      KeySource keys,
      Clock clock) {
    this.file = file;
    this.base = base;
    this.settings = settings;
    this.transport = transport;
    this.keys = keys;
    this.clock = clock;
  }

  List<Operation> operations() {
    return file.actions().values().stream().map(this::operation).toList();
  }

  private Operation operation(Action action) {
    Tool tool =
        new Tool(
            ActionReader.operationName(file.id(), action.id()),
            action.description(),
            action.params());
    Effect effect = effect(action);
    return Operation.of(tool, effect, (arguments, call) -> send(action, arguments, call));
  }

  private static Effect effect(Action action) {
    if (action.access() == Access.READ) {
      return Effect.READ;
    }
    if (action.idempotencyKey().isPresent()) {
      return Effect.KEYED;
    }
    return action.check().isPresent() ? Effect.CHECKABLE : Effect.BLIND;
  }

  private Json send(Action action, Json.Obj arguments, Operation.Call call) {
    HttpCall.Builder request =
        new RequestWriter(action, base, settings).write(arguments, call.idempotencyKey());
    file.headers().forEach((name, text) -> request.header(name, text.expand(n -> value(n, ""))));
    requireTime(action, call.context());
    Optional<Secret> key = key(action, call.context());
    try {
      return key.isPresent()
          ? withKey(action, request, key.get(), call.context())
          : exchange(action, request.build(), call.context(), request.build());
    } finally {
      key.ifPresent(Secret::close);
    }
  }

  private Json withKey(Action action, HttpCall.Builder request, Secret key, CallContext context) {
    // The service may quote the key itself, also where only its encoded form was sent.
    HttpCall redactor = HttpCall.get(base).secretHeader("Key", "", key).build();
    return switch (file.auth()) {
      case Auth.None none -> throw new IllegalStateException("a key where none is used");
      case Auth.Header header ->
          exchange(
              action,
              request.secretHeader(header.name(), header.prefix(), key).build(),
              context,
              redactor);
      case Auth.Basic basic -> {
        try (Secret encoded = encoded(basic, key)) {
          HttpCall call = request.secretHeader("Authorization", "Basic ", encoded).build();
          yield exchange(action, call, context, redactor);
        }
      }
    };
  }

  private Json exchange(Action action, HttpCall call, CallContext context, HttpCall redactor) {
    ReplyJudge judge =
        new ReplyJudge(
            file, action, operation(action), clock, text -> call.redact(redactor.redact(text)));
    HttpReply reply;
    try {
      reply = transport.send(call, context);
    } catch (HttpException e) {
      throw judge.ofTransport(e);
    }
    return judge.result(reply);
  }

  /** Past its deadline a call surely has not left: no doubt must arise about a write. */
  private void requireTime(Action action, CallContext context) {
    if (context.deadline().passed()) {
      throw Verdict.TRANSIENT.exception(
          Failure.of(
              name(action) + ": the deadline passed before the call; nothing was sent", null));
    }
  }

  private Optional<Secret> key(Action action, CallContext context) {
    if (file.auth() instanceof Auth.None) {
      return Optional.empty();
    }
    Secret key =
        keys.find(SecretRef.of(context, file.id()))
            .orElseThrow(() -> unusable(action, context, "is missing; connect the service"));
    if (!HttpCall.fitsHeader(key)) {
      key.close();
      throw unusable(action, context, "holds a line end, space or other character; store it again");
    }
    return Optional.of(key);
  }

  private ConnectorException unusable(Action action, CallContext context, String problem) {
    String user = context.user().map(id -> ", user \"" + id + "\"").orElse("");
    return Verdict.AUTH_EXPIRED.exception(
        Failure.of(
            name(action)
                + ": the key of tenant \""
                + context.tenant()
                + "\""
                + user
                + " for \""
                + file.id()
                + "\" "
                + problem,
            null));
  }

  private String name(Action action) {
    return ActionReader.operationName(file.id(), action.id());
  }

  private Secret encoded(Auth.Basic basic, Secret key) {
    return key.use(
        PlaintextAccess.granted(),
        plain -> {
          String text = new String(plain, StandardCharsets.US_ASCII);
          String pair =
              basic.user().expand(name -> value(name, text))
                  + ":"
                  + basic.password().expand(name -> value(name, text));
          byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
          byte[] encoded = Base64.getEncoder().encode(bytes);
          try {
            return Secret.of(encoded);
          } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
          }
        });
  }

  private String value(String name, String key) {
    return name.equals("key") ? key : settings.getOrDefault(name, "");
  }
}
