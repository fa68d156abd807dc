package dev.atom.telemetry;

import dev.atom.AtomException;
import dev.atom.model.ChatReply;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** One call from its start to its end, which is recorded once however often it is told. */
final class ObservedCall {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Instruments instruments;
  private final Attributes attributes;
  private final Context context;
  private final Span span;
  private final long start;
  private final AtomicBoolean firstChunk = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  private ObservedCall(Instruments instruments, Attributes attributes, Span span, Context parent) {
    this.instruments = instruments;
    this.attributes = attributes;
    this.span = span;
    this.context = parent.with(span);
    this.start = instruments.nanoTime().getAsLong();
  }

  static ObservedCall start(Instruments instruments, ModelRef model) {
    Context parent = Context.current();
    Attributes attributes =
        Attributes.of(
            GenAi.OPERATION_NAME, GenAi.CHAT,
            GenAi.PROVIDER_NAME, GenAi.provider(model.provider()),
            GenAi.REQUEST_MODEL, model.name());
    Span span =
        instruments
            .tracer()
            .spanBuilder(GenAi.CHAT + " " + model.name())
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(attributes)
            .setParent(parent)
            .startSpan();
    return new ObservedCall(instruments, attributes, span, parent);
  }

  /** Does work of the call, so that what it starts below belongs to the call's span. */
  <T> T within(Supplier<T> work) {
    try {
      return context.wrapSupplier(work).get();
    } catch (RuntimeException | Error e) {
      failed(e);
      throw e;
    }
  }

  void firstChunk() {
    if (!ended.get() && firstChunk.compareAndSet(false, true)) {
      instruments.firstChunk().record(seconds(), attributes, context);
    }
  }

  void replied(ChatReply reply) {
    if (ended.compareAndSet(false, true)) {
      Attributes all =
          attributes.toBuilder().put(GenAi.RESPONSE_MODEL, reply.model().name()).build();
      span.setAttribute(GenAi.RESPONSE_MODEL, reply.model().name());
      span.setAttribute(
          GenAi.FINISH_REASONS,
          reply.choices().stream()
              .map(choice -> choice.finish().name().toLowerCase(Locale.ROOT))
              .toList());
      record(reply.usage(), all);
      end(all);
    }
  }

  /** Without its message, which is the provider's and may repeat what was said. */
  void failed(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      String type =
          failure instanceof AtomException atom ? atom.code() : failure.getClass().getName();
      span.setAttribute(GenAi.ERROR_TYPE, type);
      span.setStatus(StatusCode.ERROR);
      end(attributes.toBuilder().put(GenAi.ERROR_TYPE, type).build());
    }
  }

  /** The caller wants no more of it, which is no failure. */
  void abandoned() {
    if (ended.compareAndSet(false, true)) {
      end(attributes);
    }
  }

  /** The conventions want what the provider counted; an estimate is not recorded. */
  private void record(Usage usage, Attributes all) {
    if (usage.estimated() || !usage.known() || usage.equals(Usage.ZERO)) {
      return;
    }
    span.setAttribute(GenAi.INPUT_TOKENS, usage.inputTokens());
    span.setAttribute(GenAi.OUTPUT_TOKENS, usage.outputTokens());
    Attributes input = all.toBuilder().put(GenAi.TOKEN_TYPE, GenAi.INPUT).build();
    Attributes output = all.toBuilder().put(GenAi.TOKEN_TYPE, GenAi.OUTPUT).build();
    instruments.tokens().record(usage.inputTokens(), input, context);
    instruments.tokens().record(usage.outputTokens(), output, context);
  }

  private void end(Attributes all) {
    instruments.duration().record(seconds(), all, context);
    span.end();
  }

  private double seconds() {
    return (instruments.nanoTime().getAsLong() - start) / NANOS_PER_SECOND;
  }
}
