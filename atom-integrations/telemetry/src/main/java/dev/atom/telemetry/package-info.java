/**
 * Makes model calls visible to OpenTelemetry. The application brings the SDK and decides where spans
 * and metrics go; without one, nothing is recorded and next to nothing is spent.
 *
 * <p>Start reading at {@link dev.atom.telemetry.ObservedModel}.
 */
package dev.atom.telemetry;
