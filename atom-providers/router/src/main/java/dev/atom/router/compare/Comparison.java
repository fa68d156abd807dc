package dev.atom.router.compare;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import dev.atom.usage.Cost;
import dev.atom.usage.PriceBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks many models the same and puts their replies side by side: what they say, how long they take,
 * what they use and cost, whether a schema is met, and what a judge thinks. Immutable and thread-safe.
 */
public final class Comparison {
  private final Map<String, ChatModel> models;
  private final PriceBook prices;
  private final int atOnce;
  private final Optional<Judge> judge;
  private final Clock clock;

  private Comparison(Builder builder) {
    models = new LinkedHashMap<>(builder.models);
    prices = builder.prices;
    atOnce = builder.atOnce;
    judge = builder.judge;
    clock = builder.clock;
  }

  /** Rates replies. Implementations are thread-safe; one may ask a model. */
  @FunctionalInterface
  public interface Judge {
    /**
     * Rates a reply.
     *
     * @param request what was asked
     * @param reply what a model replied
     * @param context for whom, and how long it may take
     * @return a number that is comparable among replies, higher is better; not NaN
     * @throws ModelException if it asked a model in vain; then there is no rating
     */
    double rate(ChatRequest request, ChatReply reply, CallContext context);
  }

  /**
   * Returns a builder without models.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Asks all models one thing.
   *
   * @param request what to ask; a model that it names is left out, so that each answers for itself
   * @param context for whom, and how long all may take together
   * @return one row
   * @throws dev.atom.model.CallCancelled if the thread is interrupted
   */
  public ComparisonTable compare(ChatRequest request, CallContext context) {
    return compare(List.of(request), context);
  }

  /**
   * Asks all models several things, so many at once as was set.
   *
   * @param requests what to ask
   * @param context for whom, and how long all may take together
   * @return a row for each request, in order
   * @throws dev.atom.model.CallCancelled if the thread is interrupted
   */
  public ComparisonTable compare(List<ChatRequest> requests, CallContext context) {
    List<List<Entry>> rows = new ArrayList<>();
    Iterator<Prompt> prompts =
        requests.stream().map(request -> new Prompt("-", request, Optional.empty())).iterator();
    compare(prompts, context, result -> rows.add(result.entries()));
    return new ComparisonTable(List.copyOf(models.keySet()), rows);
  }

  /**
   * Asks all models many things, so many calls at once as was set. Results are handed over as they
   * come, in the prompts' order, and not kept.
   *
   * @param prompts what to ask, such as a {@link PromptFile}; read as they are needed, not closed
   * @param context for whom, and how long all may take together
   * @param results gets the result of each prompt, on the calling thread; calls go on meanwhile. If it
   *     throws, or reading fails, those that run are cancelled and the exception is passed on
   * @return the sums
   * @throws dev.atom.model.CallCancelled if the thread is interrupted
   */
  public ComparisonSummary compare(
      Iterator<Prompt> prompts, CallContext context, Consumer<PromptResult> results) {
    ModelRef first = models.values().iterator().next().ref();
    return new PromptRun(List.copyOf(models.keySet()), atOnce, this::ask)
        .run(prompts, first, context, results);
  }

  private Entry ask(String name, Prompt prompt, CallContext context) {
    ChatModel model = Objects.requireNonNull(models.get(name), name);
    ChatRequest request = prompt.request().toBuilder().anyModel().build();
    Instant at = clock.instant();
    try {
      ChatReply reply = model.chat(request, context);
      Duration took = Duration.between(at, clock.instant());
      return new Entry(
          name,
          Optional.of(reply),
          Optional.empty(),
          took,
          cost(model, reply, at),
          fits(request, reply),
          prompt.met(reply),
          rating(request, reply, context));
    } catch (ModelException e) {
      return failed(name, e, Duration.between(at, clock.instant()));
    }
  }

  private static Entry failed(String name, ModelException failure, Duration took) {
    return new Entry(
        name,
        Optional.empty(),
        Optional.of(failure),
        took,
        new Cost.Unknown("the call ended with " + failure.code()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A judge that can't be asked takes no reply from the table. */
  private Optional<Double> rating(ChatRequest request, ChatReply reply, CallContext context) {
    try {
      return judge.map(one -> one.rate(request, reply, context));
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  /** The price of the model that answered goes before that of the one that was asked. */
  private Cost cost(ChatModel model, ChatReply reply, Instant at) {
    boolean listed = prices.price(reply.model(), at).isPresent();
    return prices.cost(listed ? reply.model() : model.ref(), reply.usage(), at);
  }

  private static Optional<Boolean> fits(ChatRequest request, ChatReply reply) {
    if (request.format().equals(ResponseFormat.TEXT)) {
      return Optional.empty();
    }
    try {
      Json value = Json.parse(reply.text());
      return Optional.of(
          request.format() instanceof ResponseFormat.Schema form
              ? form.schema().check(value).isEmpty()
              : value instanceof Json.Obj);
    } catch (JsonException e) {
      return Optional.of(false);
    }
  }

  @Override
  public String toString() {
    return "Comparison" + models.keySet();
  }

  /**
   * Builds a {@link Comparison}. Defaults: no models (at least one is needed), no prices, eight calls
   * at once, no judge, the system's clock. Not thread-safe.
   */
  public static final class Builder {
    private final Map<String, ChatModel> models = new LinkedHashMap<>();
    private PriceBook prices = PriceBook.of(List.of());
    private int atOnce = 8;
    private Optional<Judge> judge = Optional.empty();
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /**
     * Adds a model under its own name.
     *
     * @param model the model
     * @return this builder
     */
    public Builder model(ChatModel model) {
      return model(model.ref().toString(), model);
    }

    /**
     * Adds a model.
     *
     * @param name how it is called in the table; not there yet
     * @param model the model
     * @return this builder
     */
    public Builder model(String name, ChatModel model) {
      if (models.putIfAbsent(name, Objects.requireNonNull(model, "model")) != null) {
        throw new IllegalArgumentException("there is a model named " + name + " already");
      }
      return this;
    }

    /**
     * Sets what tokens cost.
     *
     * @param prices the prices
     * @return this builder
     */
    public Builder prices(PriceBook prices) {
      this.prices = Objects.requireNonNull(prices, "prices");
      return this;
    }

    /**
     * Sets how many calls run at the same time.
     *
     * @param calls 1 or more
     * @return this builder
     */
    public Builder atOnce(int calls) {
      if (calls < 1) {
        throw new IllegalArgumentException("calls is " + calls + "; it must be 1 or more");
      }
      atOnce = calls;
      return this;
    }

    /**
     * Sets what rates the replies.
     *
     * @param judge the judge
     * @return this builder
     */
    public Builder judge(Judge judge) {
      this.judge = Optional.of(judge);
      return this;
    }

    /**
     * Sets the clock that calls are measured and priced by.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Returns the comparison.
     *
     * @return the value
     * @throws IllegalArgumentException if there is no model
     */
    public Comparison build() {
      if (models.isEmpty()) {
        throw new IllegalArgumentException("a comparison needs at least one model");
      }
      return new Comparison(this);
    }
  }
}
