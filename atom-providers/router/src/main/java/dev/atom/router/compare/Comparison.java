package dev.atom.router.compare;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ResponseFormat;
import dev.atom.usage.Cost;
import dev.atom.usage.PriceBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

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
   */
  public ComparisonTable compare(List<ChatRequest> requests, CallContext context) {
    Semaphore room = new Semaphore(atOnce);
    List<List<Future<Entry>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ChatRequest request : requests) {
        List<Future<Entry>> row = new ArrayList<>();
        ChatRequest asked = request.toBuilder().anyModel().build();
        models.forEach(
            (name, model) ->
                row.add(threads.submit(bounded(room, () -> ask(name, model, asked, context)))));
        running.add(row);
      }
    }
    List<List<Entry>> rows =
        running.stream().map(row -> row.stream().map(this::get).toList()).toList();
    return new ComparisonTable(List.copyOf(models.keySet()), rows);
  }

  private static Callable<Entry> bounded(Semaphore room, Callable<Entry> task) {
    return () -> {
      room.acquire();
      try {
        return task.call();
      } finally {
        room.release();
      }
    };
  }

  private Entry get(Future<Entry> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("all were awaited before", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException("a comparison failed", e.getCause());
    }
  }

  private Entry ask(String name, ChatModel model, ChatRequest request, CallContext context) {
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
          rating(request, reply, context));
    } catch (ModelException e) {
      Duration took = Duration.between(at, clock.instant());
      Cost cost = new Cost.Unknown("the call ended with " + e.code());
      return new Entry(
          name, Optional.empty(), Optional.of(e), took, cost, Optional.empty(), Optional.empty());
    }
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
