package dev.atom.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ObservedModelTest {
  private static final String SECRET = "top secret content";
  private static final ModelRef GEMINI = new ModelRef("gemini", "gemini-3");

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void wholeReplyIsASpanWithItsMetrics() {
    MockModel mock = model(reply());
    ObservedModel model = observed(mock);
    assertThat(model.ref()).isEqualTo(GEMINI);
    assertThat(model.capabilities()).isEqualTo(mock.capabilities());
    assertThat(model.chat(SECRET).text()).isEqualTo("An answer to " + SECRET);

    SpanData span = onlySpan();
    assertThat(span.getName()).isEqualTo("chat gemini-3");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(text(span.getAttributes(), "gen_ai.operation.name")).isEqualTo("chat");
    assertThat(text(span.getAttributes(), "gen_ai.provider.name")).isEqualTo("gcp.gemini");
    assertThat(text(span.getAttributes(), "gen_ai.request.model")).isEqualTo("gemini-3");
    assertThat(text(span.getAttributes(), "gen_ai.response.model")).isEqualTo("gemini-3");
    assertThat(number(span.getAttributes(), "gen_ai.usage.input_tokens")).isEqualTo(12);
    assertThat(number(span.getAttributes(), "gen_ai.usage.output_tokens")).isEqualTo(34);
    assertThat(
            span.getAttributes().get(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons")))
        .containsExactly("stop");

    HistogramPointData duration = points("gen_ai.client.operation.duration").get(0);
    assertThat(duration.getCount()).isEqualTo(1);
    assertThat(duration.getSum()).isEqualTo(1.5);
    assertThat(text(duration.getAttributes(), "gen_ai.response.model")).isEqualTo("gemini-3");
    assertThat(points("gen_ai.client.token.usage"))
        .extracting(p -> text(p.getAttributes(), "gen_ai.token.type") + " " + p.getSum())
        .containsExactlyInAnyOrder("input 12.0", "output 34.0");
    assertThat(points("gen_ai.client.operation.time_to_first_chunk")).isEmpty();
  }

  @Test
  void metricsHaveTheUnitsOfTheConventions() {
    observed(model(reply())).chat("x");
    assertThat(TELEMETRY.getMetrics())
        .extracting(metric -> metric.getName() + " " + metric.getUnit())
        .containsExactlyInAnyOrder(
            "gen_ai.client.operation.duration s", "gen_ai.client.token.usage {token}");
  }

  @Test
  void requestedModelCountsInPlaceOfTheDefault() {
    observed(model(reply())).chat(ChatRequest.of("x").toBuilder().model("gemini-4").build());
    assertThat(onlySpan().getName()).isEqualTo("chat gemini-4");
    assertThat(text(onlySpan().getAttributes(), "gen_ai.request.model")).isEqualTo("gemini-4");
  }

  @Test
  void failureIsNamedByItsCodeAndNothingOfItsMessage() {
    ObservedModel model = observed(model(broken(0)));
    assertThatThrownBy(() -> model.chat("x")).isInstanceOf(RateLimited.class);
    SpanData span = onlySpan();
    assertThat(text(span.getAttributes(), "error.type")).isEqualTo("rate_limited");
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(span.getEvents()).isEmpty();
    HistogramPointData duration = points("gen_ai.client.operation.duration").get(0);
    assertThat(text(duration.getAttributes(), "error.type")).isEqualTo("rate_limited");
    assertThat(points("gen_ai.client.token.usage")).isEmpty();
  }

  @Test
  void faultOfTheModelIsNamedByItsClass() {
    ChatModel faulty =
        MockModel.newBuilder()
            .otherwise(
                request -> {
                  throw new UnsupportedOperationException(SECRET);
                })
            .build();
    assertThatThrownBy(() -> observed(faulty).chat("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(text(onlySpan().getAttributes(), "error.type"))
        .isEqualTo("java.lang.UnsupportedOperationException");
  }

  @Test
  void streamEndsItsSpanOnceWithItsLastEvent() {
    ReplyStream stream = stream(model(reply()));
    assertThat(TELEMETRY.getSpans()).isEmpty();
    List<ReplyEvent> events = new ArrayList<>();
    while (stream.hasNext()) {
      assertThat(TELEMETRY.getSpans()).isEmpty();
      nanos.addAndGet(500_000_000);
      events.add(stream.next());
    }
    assertThat(events.get(events.size() - 1)).isInstanceOf(ReplyEvent.Finished.class);
    assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    stream.close();
    stream.close();
    SpanData span = onlySpan();
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(text(span.getAttributes(), "gen_ai.response.model")).isEqualTo("gemini-3");
    assertThat(number(span.getAttributes(), "gen_ai.usage.output_tokens")).isEqualTo(34);
    // Opened after 1.5 s; the first event only says that it begins, the second has content.
    HistogramPointData first = points("gen_ai.client.operation.time_to_first_chunk").get(0);
    assertThat(events.get(0)).isInstanceOf(ReplyEvent.Started.class);
    assertThat(first.getCount()).isEqualTo(1);
    assertThat(first.getSum()).isEqualTo(2.5);
    HistogramPointData duration = points("gen_ai.client.operation.duration").get(0);
    assertThat(duration.getCount()).isEqualTo(1);
    assertThat(duration.getSum()).isEqualTo(1.5 + 0.5 * events.size());
  }

  @Test
  void wholeReplyOfAStreamIsSeenToo() {
    ChatReply reply = stream(model(reply())).reply();
    assertThat(reply.text()).contains(SECRET);
    assertThat(number(onlySpan().getAttributes(), "gen_ai.usage.input_tokens")).isEqualTo(12);
  }

  @Test
  void streamThatIsNotOpenedIsAFailure() {
    assertThatThrownBy(() -> stream(model(broken(0)))).isInstanceOf(RateLimited.class);
    assertThat(text(onlySpan().getAttributes(), "error.type")).isEqualTo("rate_limited");
  }

  @Test
  void streamThatFailsEndsItsSpanOnceWithTheFailure() {
    ReplyStream stream = stream(model(reply().cutAfter(2)));
    stream.next();
    stream.next();
    assertThatThrownBy(stream::hasNext).isInstanceOf(TruncatedStream.class);
    assertThatThrownBy(stream::next).isInstanceOf(TruncatedStream.class);
    stream.close();
    assertThat(text(onlySpan().getAttributes(), "error.type")).isEqualTo("truncated_stream");
    assertThat(points("gen_ai.client.operation.duration")).hasSize(1);
    assertThat(points("gen_ai.client.operation.duration").get(0).getCount()).isEqualTo(1);
  }

  @Test
  void streamThatIsClosedEarlyEndsItsSpanOnceWithoutAFailure() {
    ReplyStream stream = stream(model(reply()));
    stream.next();
    stream.close();
    assertThatThrownBy(stream::hasNext).isNotNull();
    stream.close();
    SpanData span = onlySpan();
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(text(span.getAttributes(), "error.type")).isNull();
    assertThat(text(span.getAttributes(), "gen_ai.response.model")).isNull();
    assertThat(points("gen_ai.client.operation.duration").get(0).getCount()).isEqualTo(1);
  }

  @Test
  void spanIsAChildOfTheCurrentOneAndParentOfWhatTheModelStarts() {
    Tracer tracer = TELEMETRY.getOpenTelemetry().getTracer("test");
    MockModel mock =
        MockModel.newBuilder()
            .otherwise(
                request -> {
                  tracer.spanBuilder("http").startSpan().end();
                  return reply();
                })
            .build();
    Span outer = tracer.spanBuilder("turn").startSpan();
    ReplyStream stream;
    try (Scope scope = outer.makeCurrent()) {
      assertThat(scope).isNotNull();
      stream = observed(mock).stream(ChatRequest.of("x"), CallContext.create());
    }
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    stream.reply();
    outer.end();
    SpanData http = TELEMETRY.getSpans().get(0);
    SpanData chat = TELEMETRY.getSpans().get(1);
    assertThat(http.getParentSpanId()).isEqualTo(chat.getSpanId());
    assertThat(chat.getParentSpanId()).isEqualTo(outer.getSpanContext().getSpanId());
    assertThat(http.getTraceId()).isEqualTo(outer.getSpanContext().getTraceId());
  }

  @Test
  void estimatedTokensAreNotRecorded() {
    observed(MockModel.newBuilder().reply("An estimate").build()).chat("x");
    assertThat(points("gen_ai.client.token.usage")).isEmpty();
    assertThat(onlySpan().getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
        .isNull();
  }

  @Test
  void nothingThatIsSaidAndNobodyWhoSaysItIsRecorded() {
    CallContext context = CallContext.create().tenant("tenant-7").user("user-7");
    observed(model(reply())).chat(ChatRequest.of(SECRET), context);
    observed(model(reply())).stream(ChatRequest.of(SECRET), context).reply();
    ChatModel broken =
        model(MockReply.failure(facts -> new RateLimited(facts.message(SECRET).build())));
    assertThatThrownBy(() -> observed(broken).chat(SECRET)).hasMessageContaining(SECRET);
    String all = TELEMETRY.getSpans().toString() + TELEMETRY.getMetrics();
    assertThat(all).contains("gemini-3").doesNotContain(SECRET, "tenant-7", "user-7");
  }

  @Test
  void withoutAnSdkTheModelJustAnswers() {
    ObservedModel model = ObservedModel.of(model(reply()), OpenTelemetry.noop());
    assertThat(model.chat("x").text()).contains(SECRET);
  }

  /** A model that takes 1.5 s for its reply, or to open a stream. */
  private MockModel model(MockReply reply) {
    Supplier<MockReply> late =
        () -> {
          nanos.addAndGet(1_500_000_000);
          return reply;
        };
    return MockModel.newBuilder().model(GEMINI).otherwise(request -> late.get()).build();
  }

  private static MockReply reply() {
    return MockReply.text("An answer to " + SECRET).usage(Usage.of(12, 34));
  }

  private static MockReply broken(int events) {
    return reply().brokenAfter(events, facts -> new RateLimited(facts.message(SECRET).build()));
  }

  private ObservedModel observed(ChatModel model) {
    return ObservedModel.of(model, TELEMETRY.getOpenTelemetry(), nanos::get);
  }

  private ReplyStream stream(ChatModel model) {
    return observed(model).stream(ChatRequest.of(SECRET), CallContext.create());
  }

  private static SpanData onlySpan() {
    assertThat(TELEMETRY.getSpans()).hasSize(1);
    return TELEMETRY.getSpans().get(0);
  }

  private static List<HistogramPointData> points(String metric) {
    return TELEMETRY.getMetrics().stream()
        .filter(data -> data.getName().equals(metric))
        .map(MetricData::getHistogramData)
        .flatMap(data -> data.getPoints().stream())
        .toList();
  }

  private static String text(Attributes attributes, String name) {
    return attributes.get(AttributeKey.stringKey(name));
  }

  private static long number(Attributes attributes, String name) {
    return attributes.get(AttributeKey.longKey(name));
  }
}
