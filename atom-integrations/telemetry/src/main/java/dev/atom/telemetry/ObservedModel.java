package dev.atom.telemetry;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A chat model whose calls are seen by OpenTelemetry: a client span each, named {@code chat} and the
 * model, and the metrics {@code gen_ai.client.operation.duration}, {@code gen_ai.client.token.usage}
 * and, of streams, {@code gen_ai.client.operation.time_to_first_chunk}.
 *
 * {@snippet file="dev/atom/telemetry/TelemetryDocTest.java" region="observe"}
 *
 * <p>The span is a child of the current one and is itself current while the model works, so that
 * spans of the HTTP client come below it. A stream's span ends with its last event, its failure or
 * its closing, once. {@code error.type} is the {@link dev.atom.AtomException#code() code} of Atom's
 * exceptions, else the class. Tokens that were only estimated are not recorded.
 *
 * <p>Guarantees: neither messages, replies, tools, keys nor the texts of exceptions are recorded, nor
 * tenants and users. Thread-safe if the model is.
 */
public final class ObservedModel implements ChatModel {
  private final ChatModel model;
  private final Instruments instruments;

  private ObservedModel(ChatModel model, Instruments instruments) {
    this.model = Objects.requireNonNull(model, "model");
    this.instruments = instruments;
  }

  /**
   * Returns a model that does what another does and is seen.
   *
   * @param model what answers
   * @param telemetry where spans and metrics go
   * @return the model
   */
  public static ObservedModel of(ChatModel model, OpenTelemetry telemetry) {
    return of(model, telemetry, System::nanoTime);
  }

  /**
   * Returns a model that does what another does and is seen, with the time from elsewhere.
   *
   * @param model what answers
   * @param telemetry where spans and metrics go; the times of spans are its own
   * @param nanoTime counts nanoseconds from some instant, for the metrics
   * @return the model
   */
  public static ObservedModel of(ChatModel model, OpenTelemetry telemetry, LongSupplier nanoTime) {
    return new ObservedModel(model, Instruments.of(telemetry, nanoTime));
  }

  @Override
  public ModelRef ref() {
    return model.ref();
  }

  @Override
  public Set<Capability> capabilities() {
    return model.capabilities();
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    ObservedCall call = start(request);
    ChatReply reply = call.within(() -> model.chat(request, context));
    call.replied(reply);
    return reply;
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    ObservedCall call = start(request);
    return new ObservedStream(call.within(() -> model.stream(request, context)), call);
  }

  private ObservedCall start(ChatRequest request) {
    ModelRef ref = model.ref();
    return ObservedCall.start(
        instruments, request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref));
  }

  @Override
  public String toString() {
    return "ObservedModel[" + model + "]";
  }
}
