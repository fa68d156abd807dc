package dev.atom.connectors;

import dev.atom.connectors.ConnectorException.InvalidConnector;
import dev.atom.http.Transport;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.operation.Operation;
import dev.atom.secret.KeySource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service, described by a file: where it is, where its key goes, what it can do and what its
 * errors mean.
 *
 * {@snippet file="dev/atom/connectors/ConnectorsGuideTest.java" region="start"}
 *
 * <p>Guarantees: the key is asked for per call, is sent in one header to the connector's own host,
 * and is in no log and no exception; no redirect is followed; no request is sent twice; an argument
 * can't leave its place in the request.
 *
 * <p>Immutable and thread-safe.
 */
public final class Connector {
  private final ConnectorFile file;
  private final Optional<URI> address;

  private Connector(ConnectorFile file, Optional<URI> address) {
    this.file = file;
    this.address = address;
  }

  /**
   * Returns one of the connectors that come with this library.
   *
   * @param id {@code "slack"} or {@code "github"}
   * @return the connector
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Connector builtIn(String id) {
    String name = id.matches("[a-z0-9-]+") ? id + ".json" : "";
    try (InputStream in = name.isEmpty() ? null : Connector.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no connector \"" + id + "\" comes with the library; load it from a file");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("connector \"" + id + "\" can't be read", e);
    }
  }

  /**
   * Reads a connector from a file.
   *
   * @param file a JSON file in UTF-8
   * @return the connector
   * @throws InvalidConnector if it has a fault; names the place
   * @throws UncheckedIOException if it can't be read
   */
  public static Connector load(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("connector file " + file + " can't be read", e);
    }
  }

  /**
   * Reads a connector from a text.
   *
   * @param text the file's content
   * @return the connector
   * @throws InvalidConnector if it has a fault; names the place
   */
  public static Connector parse(String text) {
    try {
      return of(Json.parseObject(text));
    } catch (JsonException e) {
      throw new InvalidConnector("file", e.path(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a connector from its JSON.
   *
   * @param description the file's content
   * @return the connector
   * @throws InvalidConnector if it has a fault; names the place
   */
  public static Connector of(Json.Obj description) {
    return new Connector(ConnectorReader.read(description), Optional.empty());
  }

  /**
   * Returns this connector for a server of another address, such as a company's own GitHub. The key
   * is sent there, whatever the file says about hosts.
   *
   * @param base an https address, or an http one of this machine, without query
   * @return the same connector there
   * @throws IllegalArgumentException if the address is another one
   */
  public Connector at(URI base) {
    return new Connector(file, Optional.of(BaseAddress.ofHost(base)));
  }

  /**
   * Returns the id, which is the provider under which a {@link KeySource} finds the key.
   *
   * @return lower-case letters, digits and hyphens
   */
  public String id() {
    return file.id();
  }

  /**
   * Returns the name for people.
   *
   * @return such as {@code "GitHub"}
   */
  public String title() {
    return file.title();
  }

  /**
   * Returns the names of the settings.
   *
   * @return often none
   */
  public Set<String> settings() {
    return file.settings().keySet();
  }

  /**
   * Returns what the service can do, by the system's clock.
   *
   * @param transport what sends the calls; stays the caller's to close
   * @param keys gives the key of the call's tenant and user, asked by {@link
   *     dev.atom.secret.SecretRef#of} with this connector's id
   * @param settings the connection's settings by name; those left out have their defaults
   * @return the operations, named {@code service_action}, in the file's order; they throw {@link
   *     ConnectorException}
   * @throws InvalidConnector if a setting is missing, unknown or of the wrong form
   */
  public List<Operation> operations(
      Transport transport, KeySource keys, Map<String, String> settings) {
    return operations(transport, keys, settings, Clock.systemUTC());
  }

  /**
   * Returns what the service can do.
   *
   * @param transport what sends the calls; stays the caller's to close
   * @param keys gives the key of the call's tenant and user, asked by {@link
   *     dev.atom.secret.SecretRef#of} with this connector's id
   * @param settings the connection's settings by name; those left out have their defaults
   * @param clock what a service's times to wait until are compared with
   * @return the operations, named {@code service_action}, in the file's order; they throw {@link
   *     ConnectorException}
   * @throws InvalidConnector if a setting is missing, unknown or of the wrong form
   */
  public List<Operation> operations(
      Transport transport, KeySource keys, Map<String, String> settings, Clock clock) {
    Map<String, String> values = BaseAddress.settings(file, settings);
    URI base = address.orElseGet(() -> BaseAddress.ofFile(file, values));
    return new ServiceCalls(file, base, values, transport, keys, clock).operations();
  }

  /**
   * Returns what verifies the service's own requests.
   *
   * @param clock what their time stamps are compared with
   * @return empty if the file describes none
   */
  public Optional<Webhooks> webhooks(Clock clock) {
    return file.webhook().map(rule -> new Webhooks(rule, clock));
  }

  @Override
  public String toString() {
    return "Connector[" + file.id() + "]";
  }
}
