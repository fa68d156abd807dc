/**
 * Spans and metrics of model calls through OpenTelemetry, by its conventions for generative AI;
 * never what is said.
 *
 * <p>Start reading at {@link dev.atom.telemetry.ObservedModel}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.telemetry {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive io.opentelemetry.api;
  requires io.opentelemetry.context;

  exports dev.atom.telemetry;
}
