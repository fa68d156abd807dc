package dev.atom.mock;

import dev.atom.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One HTTP exchange with a provider as it was recorded, read from a JSON file and written to one.
 * Immutable and thread-safe.
 *
 * @param name the file's name, for messages
 * @param source where it was recorded
 * @param licence under which it may be passed on; may be empty
 * @param provider the provider's id, such as {@code "openai"}
 * @param operation what was asked for, such as {@code "chat_stream"}
 * @param request what was sent, where it was recorded
 * @param response what was answered
 * @param details the file's other members: model, features, notes and so on
 */
public record Exchange(
    String name,
    String source,
    String licence,
    String provider,
    String operation,
    Optional<Request> request,
    Response response,
    Json.Obj details) {

  /**
   * What was sent.
   *
   * @param method the HTTP method in upper case
   * @param host the provider's host, without a scheme; may be empty
   * @param path path and query, with a slash in front
   * @param headers the headers, names in any case
   * @param body JSON; another text as a string; an object with the only member {@code multipart} or
   *     {@code binary} that describes anything else; empty if there was none
   */
  public record Request(
      String method,
      String host,
      String path,
      Map<String, List<String>> headers,
      Optional<Json> body) {
    /** Copies the headers. */
    public Request {
      headers = Headers.copy(headers);
      Objects.requireNonNull(body, "body");
    }
  }

  /** What was answered, after content decoding. */
  public static final class Response {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /**
     * Creates an answer.
     *
     * @param status the HTTP status, 100 to 599; below 200 only of other protocols, such as WebSocket
     * @param headers the headers, names in any case; copied
     * @param body the body; copied
     */
    public Response(int status, Map<String, List<String>> headers, byte[] body) {
      if (status < 100 || status > 599) {
        throw new IllegalArgumentException("status is " + status + "; it must be 100 to 599");
      }
      this.status = status;
      this.headers = Headers.copy(headers);
      this.body = body.clone();
    }

    static Response of(int status, Map<String, List<String>> headers, String body) {
      return new Response(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the HTTP status.
     *
     * @return 100 to 599
     */
    public int status() {
      return status;
    }

    /**
     * Returns the headers as recorded.
     *
     * @return the values by name, found in any case
     */
    public Map<String, List<String>> headers() {
      return headers;
    }

    /**
     * Returns the headers that belong to the message: without those of the recorded connection and
     * transfer, such as {@code Content-Length} and {@code Content-Encoding}, and {@code Alt-Svc}.
     *
     * @return the values by name; what another server may send again
     */
    public Map<String, List<String>> messageHeaders() {
      Map<String, List<String>> kept = new TreeMap<>(headers);
      kept.keySet().removeIf(Headers::ofTheConnection);
      return Headers.copy(kept);
    }

    /**
     * Returns the body.
     *
     * @return a copy
     */
    public byte[] body() {
      return body.clone();
    }

    /**
     * Returns the body as text.
     *
     * @return the body read as UTF-8
     */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Response that
          && status == that.status
          && headers.equals(that.headers)
          && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
      return Objects.hash(status, headers, Arrays.hashCode(body));
    }

    /**
     * Returns sizes only: the content may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Response[" + status + ", " + body.length + " bytes]";
    }
  }

  /**
   * Parses an exchange.
   *
   * @param name the file's name, for messages
   * @param json the file's content
   * @return the exchange
   * @throws InvalidExchange if the text is none; names file and field
   */
  public static Exchange parse(String name, String json) {
    return ExchangeFile.parse(name, json);
  }

  /**
   * Reads an exchange from a file.
   *
   * @param file a JSON file in UTF-8
   * @return the exchange
   * @throws InvalidExchange if the file can't be read or is none; names file and field
   */
  public static Exchange read(Path file) {
    try {
      return parse(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new InvalidExchange(file.toString(), "can't be read as UTF-8 text", e);
    }
  }

  /**
   * Reads all exchanges of a folder.
   *
   * @param folder a folder; its files whose names end in {@code .json} are read, no folders below
   * @return the exchanges in the order of their files' names
   * @throws InvalidExchange if the folder can't be listed or a file is no exchange
   */
  public static List<Exchange> folder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
          .sorted()
          .map(Exchange::read)
          .toList();
    } catch (IOException e) {
      throw new InvalidExchange(folder.toString(), "the folder can't be listed", e);
    }
  }

  /**
   * Reads an exchange from the class path.
   *
   * @param near a class of the same module and class loader as the resource
   * @param resource the resource's name as {@link Class#getResourceAsStream} takes it
   * @return the exchange
   * @throws InvalidExchange if there is no such resource or it is no exchange
   */
  public static Exchange resource(Class<?> near, String resource) {
    try (var stream = near.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new InvalidExchange(resource, "", "there is no such resource near " + near.getName());
      }
      return parse(resource, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InvalidExchange(resource, "the resource can't be read", e);
    }
  }

  /**
   * Returns this exchange as the answer to another request, such as one whose request was not
   * recorded.
   *
   * @param method the HTTP method in upper case
   * @param path path and query, with a slash in front
   * @return an exchange whose request has no body and no headers
   */
  public Exchange answering(String method, String path) {
    Request asked = new Request(method, "", path, Map.of(), Optional.empty());
    return new Exchange(
        name, source, licence, provider, operation, Optional.of(asked), response, details);
  }

  /** An exchange of one's own making, to be answered whatever the request's body is. */
  static Exchange made(String method, String path, Response response) {
    String name = method + " " + path;
    return new Exchange(name, "", "", "", "", Optional.empty(), response, Json.Obj.EMPTY)
        .answering(method, path);
  }

  /**
   * Returns the exchange in the form that {@link #parse} reads.
   *
   * @return the JSON
   */
  public Json.Obj toJson() {
    return ExchangeFile.toJson(this);
  }

  /**
   * Returns names only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Exchange[" + name + ", " + provider + ", " + operation + ", " + response + "]";
  }
}
