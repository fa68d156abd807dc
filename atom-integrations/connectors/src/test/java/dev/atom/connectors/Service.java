package dev.atom.connectors;

import dev.atom.CallContext;
import dev.atom.http.Transport;
import dev.atom.json.Json;
import dev.atom.mock.Fault;
import dev.atom.mock.ReceivedRequest;
import dev.atom.mock.ReplayServer;
import dev.atom.operation.Operation;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A local server in place of a service, and a connector that talks to it. */
final class Service implements AutoCloseable {
  static final String KEY = "kanarienvogel-9f3e77aa51c2-zwitschert";
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final Operation.Call CALL =
      new Operation.Call(CallContext.create().tenant("acme").user("ann"), "order-7");

  private final ReplayServer server = ReplayServer.newBuilder().start();
  private final Transport transport = Transport.create();
  private final Connector connector;
  private final KeySource keys;

  Service(String connector) {
    this(Connector.builtIn(connector), ref -> Optional.of(Secret.of(KEY)));
  }

  Service(Connector connector, KeySource keys) {
    this.connector = connector;
    this.keys = keys;
  }

  URI uri() {
    return URI.create(server.uri() + "/api");
  }

  List<Operation> operations() {
    return connector
        .at(uri())
        .operations(transport, keys, Map.of(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  Operation operation(String name) {
    return operations().stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
  }

  Service answer(int status, String body) {
    return answer(status, Map.of(), body);
  }

  Service answer(int status, Map<String, List<String>> headers, String body) {
    server.inject(new Fault.Status(status, headers, body));
    return this;
  }

  Service fails(Fault fault) {
    server.inject(fault);
    return this;
  }

  Json call(String operation, String arguments) {
    return operation(operation).invoke(Json.parseObject(arguments.replace('\'', '"')), CALL);
  }

  List<ReceivedRequest> requests() {
    return server.requests();
  }

  ReceivedRequest request() {
    return server.requests().getLast();
  }

  @Override
  public void close() {
    transport.close();
    server.close();
  }
}
