package dev.atom.mock;

import dev.atom.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A real HTTP server on 127.0.0.1 that answers with recorded exchanges, whole, in pieces, or with a
 * {@link Fault}.
 *
 * <p>The recorded status, headers and body go out unchanged, but for the headers that belong to the
 * transfer (such as {@code Content-Encoding} and {@code Content-Length}) and {@code Alt-Svc}. Where
 * several exchanges match a request, each is played once in order, and the last one from then on. A
 * request that none matches gets status {@link #NO_MATCH} and a JSON body that names the nearest
 * exchange and the differences. Recordings of WebSocket messages (status 101) are left out.
 * Thread-safe; what it opens ends with {@link #close}.
 */
public final class ReplayServer implements AutoCloseable {
  /** The status of the answer to a request that no exchange matches. */
  public static final int NO_MATCH = 599;

  private final Recordings recordings;
  private final Optional<VirtualClock> clock;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final List<String> unmatched = new ArrayList<>();
  private volatile List<Integer> pieces = List.of();
  private final LoopbackServer server;

  private ReplayServer(Builder builder) {
    recordings = new Recordings(builder.exchanges, builder.matching);
    clock = builder.clock;
    server = LoopbackServer.start("atom-replay", this::answer);
  }

  /**
   * Returns a builder of a server without exchanges.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns where the server listens, to be the client's base address in place of the provider's.
   *
   * @return such as {@code http://127.0.0.1:40123}, without a path
   */
  public URI uri() {
    return server.uri();
  }

  /**
   * Has the coming answers go wrong: the first fault befalls the next one, and so on. A request that
   * no exchange matches takes a fault too.
   *
   * @param faults what goes wrong, one answer each
   */
  public void inject(Fault... faults) {
    this.faults.addAll(Arrays.asList(faults));
  }

  /**
   * Has the coming bodies go out in pieces, each as one chunk in a packet of its own.
   *
   * @param sizes the pieces' bytes, each 1 or more; the last holds for the rest; none at all sends
   *     bodies whole, which is the default
   */
  public void pieces(int... sizes) {
    if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "piece sizes must be 1 or more: " + Arrays.toString(sizes));
    }
    pieces = Arrays.stream(sizes).boxed().toList();
  }

  /**
   * Returns the requests so far.
   *
   * @return a copy, oldest first
   */
  public List<ReceivedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /**
   * Returns what was asked that no exchange matches.
   *
   * @return the bodies of the answers with status {@link #NO_MATCH}, oldest first
   */
  public List<String> unmatched() {
    synchronized (requests) {
      return List.copyOf(unmatched);
    }
  }

  private void answer(ReceivedRequest request, Connection connection)
      throws IOException, InterruptedException {
    Optional<Exchange> found = recordings.find(request);
    Exchange.Response answer =
        found.map(Exchange::response).orElseGet(() -> recordings.noMatch(request));
    synchronized (requests) {
      requests.add(request);
      if (found.isEmpty()) {
        unmatched.add(answer.text());
      }
    }
    Player player = new Player(connection, pieces, clock);
    Fault fault = faults.poll();
    if (fault == null) {
      player.play(answer);
    } else {
      player.play(answer, fault);
    }
  }

  /** Stops listening and breaks off every connection. Closing twice is fine. */
  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return "ReplayServer[" + uri() + "]";
  }

  /**
   * Builds a {@link ReplayServer}. Defaults: no exchanges, {@link Matching#BODY}, real time. Not
   * thread-safe.
   */
  public static final class Builder {
    private final List<Exchange> exchanges = new ArrayList<>();
    private Matching matching = Matching.BODY;
    private Optional<VirtualClock> clock = Optional.empty();

    private Builder() {}

    /**
     * Adds an exchange.
     *
     * @param exchange the exchange
     * @return this builder
     */
    public Builder exchange(Exchange exchange) {
      exchanges.add(Objects.requireNonNull(exchange, "exchange"));
      return this;
    }

    /**
     * Adds an exchange of one's own making.
     *
     * @param method the HTTP method in upper case
     * @param path path and query, with a slash in front
     * @param body what is answered with status 200 as JSON
     * @return this builder
     */
    public Builder answer(String method, String path, Json body) {
      Exchange.Response response =
          Player.answerOf(
              200, java.util.Map.of("content-type", List.of("application/json")), body.toString());
      String name = method + " " + path;
      return exchange(
          new Exchange(name, "", "", "", "", Optional.empty(), response, Json.Obj.EMPTY)
              .answering(method, path));
    }

    /**
     * Adds exchanges.
     *
     * @param exchanges the exchanges in the order they are played
     * @return this builder
     */
    public Builder exchanges(List<Exchange> exchanges) {
      this.exchanges.addAll(exchanges);
      return this;
    }

    /**
     * Adds all exchanges of a folder in the order of their files' names.
     *
     * @param folder a folder with JSON files
     * @return this builder
     * @throws InvalidExchange if one is no exchange
     */
    public Builder folder(Path folder) {
      return exchanges(Exchange.folder(folder));
    }

    /**
     * Sets how requests find their exchange.
     *
     * @param matching the way
     * @return this builder
     */
    public Builder matching(Matching matching) {
      this.matching = Objects.requireNonNull(matching, "matching");
      return this;
    }

    /**
     * Sets the clock on which {@link Fault.Delay} waits.
     *
     * @param clock moved by the test
     * @return this builder
     */
    public Builder clock(VirtualClock clock) {
      this.clock = Optional.of(clock);
      return this;
    }

    /**
     * Starts the server on a free port.
     *
     * @return the running server, to be closed by the caller
     */
    public ReplayServer start() {
      return new ReplayServer(this);
    }
  }
}
