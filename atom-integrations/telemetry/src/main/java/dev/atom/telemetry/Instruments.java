package dev.atom.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.util.function.LongSupplier;

/**
 * What calls are recorded with.
 *
 * @param nanoTime counts nanoseconds from some instant
 */
record Instruments(
    Tracer tracer,
    DoubleHistogram duration,
    DoubleHistogram firstChunk,
    LongHistogram tokens,
    LongSupplier nanoTime) {
  static Instruments of(OpenTelemetry telemetry, LongSupplier nanoTime) {
    Meter meter = telemetry.getMeter(GenAi.SCOPE);
    return new Instruments(
        telemetry.getTracer(GenAi.SCOPE),
        seconds(meter, GenAi.DURATION, "How long model calls take"),
        seconds(meter, GenAi.TIME_TO_FIRST_CHUNK, "How long until a stream's first content"),
        meter
            .histogramBuilder(GenAi.TOKEN_USAGE)
            .setDescription("The tokens that model calls send and receive")
            .setUnit("{token}")
            .ofLongs()
            .setExplicitBucketBoundariesAdvice(GenAi.TOKEN_BUCKETS)
            .build(),
        nanoTime);
  }

  private static DoubleHistogram seconds(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setDescription(description)
        .setUnit("s")
        .setExplicitBucketBoundariesAdvice(GenAi.DURATION_BUCKETS)
        .build();
  }
}
