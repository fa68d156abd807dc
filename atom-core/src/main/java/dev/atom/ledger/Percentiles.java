package dev.atom.ledger;

import java.time.Duration;

/**
 * Exact percentiles: each is one of the durations, the shortest that is not exceeded by the named
 * part of them (nearest rank, SQL's {@code percentile_disc}).
 *
 * @param p50 half took no longer
 * @param p95 nineteen of twenty took no longer
 * @param p99 ninety-nine of a hundred took no longer
 */
public record Percentiles(Duration p50, Duration p95, Duration p99) {}
