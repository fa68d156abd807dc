package dev.atom.mock;

import dev.atom.Cancellation;
import dev.atom.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

  private final Playback playback;
  private final ServerTime time;
  private final Journal journal = new Journal();
  private final LoopbackServer server;
  private final List<Cancellation.Registration> outages = new ArrayList<>();
  private boolean closed;

  private ReplayServer(Builder builder) {
    time = new ServerTime(builder.clock);
    playback = builder.playback();
    server = LoopbackServer.start("atom-replay", builder.port, this::answer);
    playback.refusals().forEach(span -> planOutage(span, span.from()));
  }

  private synchronized void planOutage(When.Span span, Duration from) {
    if (closed) {
      return;
    }
    if (from.isZero()) {
      beginOutage(span);
    } else {
      outages.add(time.schedule(from, () -> beginOutage(span)));
    }
  }

  private synchronized void beginOutage(When.Span span) {
    if (!closed) {
      server.refuse();
      outages.add(time.schedule(span.length(), () -> endOutage(span)));
    }
  }

  private synchronized void endOutage(When.Span span) {
    server.listen();
    span.period().ifPresent(period -> planOutage(span, period.minus(span.length())));
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
    playback.inject(List.of(faults));
  }

  /**
   * Stops listening until {@link #acceptConnections}: new connections are refused, and those that are
   * open break off.
   */
  public void refuseConnections() {
    server.refuse();
  }

  /** Listens again, at the same address. */
  public void acceptConnections() {
    server.listen();
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
    playback.pieces(Arrays.stream(sizes).boxed().toList());
  }

  /**
   * Returns the requests so far, keys included.
   *
   * @return a copy, oldest first
   */
  public List<ReceivedRequest> requests() {
    return journal.requests();
  }

  /**
   * Returns the calls so far, without keys, and how each was answered.
   *
   * @return a copy, in the order of arrival
   */
  public List<ReceivedCall> calls() {
    return journal.calls();
  }

  /**
   * Blocks until a call has ended, such as one that the client has cancelled.
   *
   * @param number which one, from 1
   * @param patience how long to wait, in real time
   * @return the call
   * @throws InterruptedException if the thread is interrupted
   * @throws AssertionError if it doesn't end in that time
   */
  public ReceivedCall awaitEnd(int number, Duration patience) throws InterruptedException {
    return journal.awaitEnd(number, patience);
  }

  /**
   * Returns what was asked that no exchange matches.
   *
   * @return the bodies of the answers with status {@link #NO_MATCH}, oldest first
   */
  public List<String> unmatched() {
    return playback.unmatched();
  }

  /**
   * Fails unless everything that was scripted was asked for and nothing else was.
   *
   * @throws UnexpectedCall if a request matched no exchange, an exchange was never played, or a fault
   *     still waits for the call that it was meant for; says which
   */
  public void assertFinished() {
    playback.assertFinished();
  }

  private void answer(ReceivedRequest request, Connection connection)
      throws IOException, InterruptedException {
    Play play = playback.next(request);
    int number = journal.begin(time.now(), request, play);
    CallEnd end = CallEnd.SERVER_CLOSED;
    try {
      end = new Player(connection, time).play(play);
    } catch (IOException e) {
      end = connection.open() ? CallEnd.CLIENT_CLOSED : CallEnd.SERVER_CLOSED;
      throw e;
    } finally {
      journal.end(number, end, connection.sent());
    }
  }

  /** Stops listening and breaks off every connection. Closing twice is fine. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      outages.forEach(Cancellation.Registration::close);
      outages.clear();
    }
    server.close();
  }

  @Override
  public String toString() {
    return "ReplayServer[" + uri() + "]";
  }

  /**
   * Builds a {@link ReplayServer}. Defaults: no exchanges, no faults, {@link Matching#BODY}, real
   * time, a free port. Not thread-safe.
   */
  public static final class Builder {
    private final List<Exchange> exchanges = new ArrayList<>();
    private Matching matching = Matching.BODY;
    private final List<FaultRule> rules = new ArrayList<>();
    private Optional<VirtualClock> clock = Optional.empty();
    private List<Integer> pieces = List.of();
    private int port;

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
      Map<String, List<String>> headers = Map.of("content-type", List.of("application/json"));
      return exchange(
          Exchange.made(method, path, Exchange.Response.of(200, headers, body.toString())));
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
     * Adds a fault.
     *
     * @param fault what goes wrong
     * @param when which calls it befalls; several faults may befall one call, in the order in which
     *     they were added
     * @return this builder
     * @throws IllegalArgumentException if {@link Fault.Refuse} is to befall anything but a span of
     *     time
     */
    public Builder fault(Fault fault, When when) {
      rules.add(new FaultRule(fault, when));
      return this;
    }

    /**
     * Adds a fault of every call.
     *
     * @param fault what goes wrong
     * @return this builder
     */
    public Builder fault(Fault fault) {
      return fault(fault, When.always());
    }

    /**
     * Adds the exchanges and faults of a script, and takes its matching and pieces if it says any.
     *
     * @param script the script
     * @return this builder
     */
    public Builder script(ProviderScript script) {
      script.matching().ifPresent(this::matching);
      pieces = script.pieces().isEmpty() ? pieces : script.pieces();
      return exchanges(script.exchanges()).faults(script);
    }

    /**
     * Adds the faults of a script and leaves its exchanges, to put them on one's own.
     *
     * @param script the script
     * @return this builder
     */
    public Builder faults(ProviderScript script) {
      rules.addAll(script.rules());
      return this;
    }

    /**
     * Sets the port.
     *
     * @param port 1 to 65535, or 0 for a free one
     * @return this builder
     */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port is " + port + "; it must be 0 to 65535");
      }
      this.port = port;
      return this;
    }

    /**
     * Sets the clock on which the server waits, counts spans of time and dates what it receives.
     *
     * @param clock moved by the test
     * @return this builder
     */
    public Builder clock(VirtualClock clock) {
      this.clock = Optional.of(clock);
      return this;
    }

    /**
     * Returns exchanges and faults without a server, for one of another kind to play.
     *
     * @return a new playback, before its first call
     */
    public Playback playback() {
      Playback playback =
          new Playback(new Recordings(exchanges, matching), rules, new ServerTime(clock));
      playback.pieces(pieces);
      return playback;
    }

    /**
     * Starts the server.
     *
     * @return the running server, to be closed by the caller
     * @throws java.io.UncheckedIOException if the port is taken
     */
    public ReplayServer start() {
      return new ReplayServer(this);
    }
  }
}
