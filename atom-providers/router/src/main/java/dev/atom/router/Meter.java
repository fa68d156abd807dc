package dev.atom.router;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.CallCancelled;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Books calls of models that no router stands before, such as embeddings, sound and pictures, in the
 * ledger in which a router books its own. Thread-safe.
 */
public final class Meter {
  private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

  private final Bill bill;
  private final LedgerWriter writer;
  private final IdSource ids;
  private final Clock clock;
  private final LongSupplier nanos;

  private Meter(
      PriceBook prices, LedgerWriter writer, IdSource ids, Clock clock, LongSupplier nanos) {
    bill = new Bill(Objects.requireNonNull(prices, "prices"));
    this.writer = Objects.requireNonNull(writer, "writer");
    this.ids = Objects.requireNonNull(ids, "ids");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.nanos = Objects.requireNonNull(nanos, "nanos");
  }

  /**
   * Returns a meter.
   *
   * @param prices what usage costs; what has no price costs an unknown amount
   * @param writer books; stays the host's to close. If it fails, that is logged and the call goes on
   * @param ids new ids for calls
   * @param clock when calls begin
   * @return the meter
   */
  public static Meter of(PriceBook prices, LedgerWriter writer, IdSource ids, Clock clock) {
    return new Meter(prices, writer, ids, clock, System::nanoTime);
  }

  /**
   * Makes a call and books it, also if it fails.
   *
   * @param route under which name it is booked, such as {@code "transcription"}
   * @param model which model is asked
   * @param context for whom
   * @param call the call
   * @param usage what its result used
   * @param <T> the type of the result
   * @return what the call returned
   */
  public <T> T call(
      String route,
      ModelRef model,
      CallContext context,
      Supplier<T> call,
      Function<? super T, Usage> usage) {
    Begun begun = new Begun(route, model, context, clock.instant(), nanos.getAsLong());
    T result;
    try {
      result = call.get();
    } catch (CallCancelled e) {
      book(begun, e.failure().usage(), record -> record.outcome(Outcome.CANCELLED));
      throw e;
    } catch (RuntimeException | Error e) {
      Usage used = e instanceof ModelException known ? used(known) : Usage.UNKNOWN;
      String code = e instanceof AtomException known ? known.code() : "unexpected";
      book(begun, used, record -> record.failed(code));
      throw e;
    }
    book(begun, usage.apply(result), record -> record.answered(model));
    return result;
  }

  private static Usage used(ModelException failure) {
    Usage told = failure.failure().usage();
    return told.equals(Usage.UNKNOWN) && !Bill.mayBeCharged(failure) ? Usage.ZERO : told;
  }

  /** A call under way. */
  private record Begun(String route, ModelRef model, CallContext context, Instant at, long nanos) {}

  private void book(Begun call, Usage usage, Consumer<UsageRecordBuilder> outcome) {
    Duration took = Duration.ofNanos(Math.max(0, nanos.getAsLong() - call.nanos));
    try {
      String id = ids.next();
      UsageRecordBuilder record =
          UsageRecord.newBuilder(id + "/1", id, call.at, call.model)
              .caller(call.context.tenant(), call.context.user())
              .route(call.route, call.model.toString())
              .tags(call.context.tags())
              .usage(usage)
              .cost(bill.of(call.model, usage, PriceFacts.at(call.at)))
              .estimated(usage.estimated())
              .latency(took);
      outcome.accept(record);
      writer.book(record.build());
    } catch (RuntimeException e) {
      LOG.warn("a call of {} is not booked; it goes on", call.model, e);
    }
  }

  /**
   * Returns a model whose calls are booked.
   *
   * @param model the model
   * @return embeds as it does; booked as {@code "embeddings"}
   */
  public EmbeddingModel embeddings(EmbeddingModel model) {
    return new Metered(this, model);
  }

  private record Metered(Meter meter, EmbeddingModel model) implements EmbeddingModel {
    @Override
    public ModelRef ref() {
      return model.ref();
    }

    @Override
    public Embeddings embed(EmbeddingRequest request, CallContext context) {
      Supplier<Embeddings> call = () -> model.embed(request, context);
      return meter.call("embeddings", model.ref(), context, call, Embeddings::usage);
    }
  }
}
