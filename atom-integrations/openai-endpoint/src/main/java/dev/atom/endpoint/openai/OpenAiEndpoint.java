package dev.atom.endpoint.openai;

import dev.atom.IdSource;
import dev.atom.model.ChatModel;
import dev.atom.model.EmbeddingModel;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The host's models behind the HTTP interface of OpenAI: chat completions, whole and streamed,
 * embeddings, and the list of models. What speaks to OpenAI becomes a client of the host's router by
 * another base address.
 *
 * <p>It has no server: {@link #handle} answers one exchange of any.
 *
 * <p>Guarantees: nothing of a body is read before the caller's key was found good. A caller's key is
 * seen by {@link CallerKeys} alone: it never goes on to a provider, to the log or into an answer.
 * What providers say of keys, accounts and networks is in the log and not in answers. Tenant and
 * user of a call come from the key, never from the body.
 *
 * <p>Immutable and thread-safe.
 */
public final class OpenAiEndpoint {
  private final Authorization callers;
  private final String base;
  private final CrossOrigin origins;
  private final BodyReader bodies;
  private final IdSource ids;
  private final ChatCompletions chats;
  private final EmbeddingList embeddings;
  private final ModelNames models;

  private OpenAiEndpoint(Builder builder) {
    callers = new Authorization(builder.callers);
    base = builder.base;
    origins = new CrossOrigin(builder.origins);
    bodies = new BodyReader(builder.maxBody);
    ids = builder.ids;
    Calls calls = new Calls(builder.timeout, builder.clock);
    chats =
        new ChatCompletions(Map.copyOf(builder.chats), calls, builder.passesOn, builder.keepAlive);
    embeddings = new EmbeddingList(Map.copyOf(builder.embeddings), calls, builder.passesOn);
    Set<String> names = new LinkedHashSet<>(builder.chats.keySet());
    names.addAll(builder.embeddings.keySet());
    models = new ModelNames(names, calls.seconds(), builder.owner);
  }

  /**
   * Returns a builder of an endpoint.
   *
   * @param callers who may call
   * @return a new builder
   */
  public static Builder newBuilder(CallerKeys callers) {
    return new Builder(callers);
  }

  /**
   * Answers one exchange and returns when it is over, which for a stream is when the model is done or
   * the client gone: then the model's call is cancelled. Failures become answers; that the client
   * went away is no failure. While nothing can be written, because the reply is a whole one or has
   * not begun, the client is not watched.
   *
   * @param exchange the request and where the answer goes
   */
  public void handle(EndpointExchange exchange) {
    Answer answer = new Answer(exchange, "req_" + ids.next(), origins.headers(exchange));
    try {
      try {
        answer(exchange, answer);
      } catch (RuntimeException e) {
        Failures.log(answer.requestId(), e);
        if (!answer.begun()) {
          answer.error(Errors.of(e), e instanceof RequestRefused refused ? refused.allow() : "");
        }
      }
    } catch (IOException e) {
      Failures.gone(answer.requestId());
    }
  }

  private void answer(EndpointExchange exchange, Answer answer) throws IOException {
    if (origins.preflight(exchange)) {
      answer.empty(origins.preflightHeaders(exchange));
      return;
    }
    Caller caller = callers.caller(exchange);
    String path = exchange.path();
    String place = path.startsWith(base) ? path.substring(base.length()) : "";
    switch (place) {
      case "/chat/completions" -> {
        RequestRefused.unless("POST", exchange);
        chats.answer(caller, exchange, bodies.read(exchange), answer);
      }
      case "/embeddings" -> {
        RequestRefused.unless("POST", exchange);
        embeddings.answer(caller, bodies.read(exchange), answer);
      }
      case "/models" -> {
        RequestRefused.unless("GET", exchange);
        models.list(caller, answer);
      }
      default -> {
        if (!place.startsWith("/models/")) {
          String message = "There is nothing at " + exchange.method() + " " + path + ".";
          throw RequestRefused.of(404, "unknown_url", message);
        }
        RequestRefused.unless("GET", exchange);
        models.one(place.substring("/models/".length()), caller, answer);
      }
    }
  }

  /**
   * Builds an {@link OpenAiEndpoint}. Defaults: no models, addresses under {@code /v1}, no browsers
   * of other origins, bodies of up to 32 MiB, ten minutes for a call, a sign of life after 15 seconds
   * of silence, every member unknown to Atom goes on to the provider, the system's clock and random
   * ids. Not thread-safe.
   */
  public static final class Builder {
    private final CallerKeys callers;
    private final Map<String, ChatModel> chats = new LinkedHashMap<>();
    private final Map<String, EmbeddingModel> embeddings = new LinkedHashMap<>();
    private String base = "/v1";
    private Set<String> origins = Set.of();
    private int maxBody = 32 * 1024 * 1024;
    private Duration timeout = Duration.ofMinutes(10);
    private Duration keepAlive = Duration.ofSeconds(15);
    private Predicate<String> passesOn = name -> true;
    private String owner = "system";
    private Clock clock = Clock.systemUTC();
    private IdSource ids = IdSource.timeOrdered(Clock.systemUTC(), new SecureRandom());

    private Builder(CallerKeys callers) {
      this.callers = Objects.requireNonNull(callers, "callers");
    }

    /**
     * Offers a chat model, in practice a router. The name decides only which model is asked: it is
     * not handed on to it.
     *
     * @param name what callers ask for, such as {@code "fast"} or {@code "acme/large"}
     * @param model what answers
     * @return this builder
     */
    public Builder chat(String name, ChatModel model) {
      chats.put(name, Objects.requireNonNull(model, "model"));
      return this;
    }

    /**
     * Offers an embedding model.
     *
     * @param name what callers ask for
     * @param model what answers
     * @return this builder
     */
    public Builder embeddings(String name, EmbeddingModel model) {
      embeddings.put(name, Objects.requireNonNull(model, "model"));
      return this;
    }

    /**
     * Sets where the addresses begin, as the server's root sees it.
     *
     * @param path with a slash in front and none behind; empty for the root
     * @return this builder
     */
    public Builder path(String path) {
      if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
        throw new IllegalArgumentException(
            "path \"" + path + "\" must begin with a slash and end without one");
      }
      base = path;
      return this;
    }

    /**
     * Lets web pages of other origins call from a browser. Whoever can read such a page has the key
     * that it sends.
     *
     * @param origins such as {@code "https://app.example.com"}, compared exactly
     * @return this builder
     */
    public Builder origins(Set<String> origins) {
      this.origins = Set.copyOf(origins);
      return this;
    }

    /**
     * Sets how long a request's body may be; longer ones are refused with 413.
     *
     * @param bytes at least 1
     * @return this builder
     */
    public Builder maxBody(int bytes) {
      if (bytes < 1 || bytes == Integer.MAX_VALUE) {
        throw new IllegalArgumentException("maxBody is " + bytes + "; it must be positive");
      }
      maxBody = bytes;
      return this;
    }

    /**
     * Sets how long a model may take for one call, a whole stream included.
     *
     * @param time above zero
     * @return this builder
     */
    public Builder timeout(Duration time) {
      timeout = positive("timeout", time);
      return this;
    }

    /**
     * Sets after how much silence a stream writes a comment, which clients pass over. It keeps
     * proxies from closing the connection, and finds out that the client is gone.
     *
     * @param silence above zero
     * @return this builder
     */
    public Builder keepAlive(Duration silence) {
      keepAlive = positive("keepAlive", silence);
      return this;
    }

    /**
     * Sets which members of a request that Atom has no word for, such as {@code seed} or {@code
     * service_tier}, go on to the provider as they are. A provider may charge more for some, or
     * choose another model by them; one that is not let through is told of in the answer's warnings.
     *
     * @param passesOn true for the names of members that go on
     * @return this builder
     */
    public Builder passOn(Predicate<String> passesOn) {
      this.passesOn = Objects.requireNonNull(passesOn, "passesOn");
      return this;
    }

    /**
     * Sets who is told to own the models.
     *
     * @param owner a word such as the host's name
     * @return this builder
     */
    public Builder owner(String owner) {
      this.owner = Objects.requireNonNull(owner, "owner");
      return this;
    }

    /**
     * Sets what deadlines and times of creation are read on.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets where the ids of requests come from.
     *
     * @param ids the source
     * @return this builder
     */
    public Builder ids(IdSource ids) {
      this.ids = Objects.requireNonNull(ids, "ids");
      return this;
    }

    /**
     * Returns the endpoint.
     *
     * @return the value
     */
    public OpenAiEndpoint build() {
      return new OpenAiEndpoint(this);
    }

    private static Duration positive(String name, Duration value) {
      if (!value.isPositive()) {
        throw new IllegalArgumentException(name + " is " + value + "; it must be above zero");
      }
      return value;
    }
  }
}
