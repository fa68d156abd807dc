package dev.atom.store;

import java.time.Instant;

/**
 * How far a subject has come. Immutable and thread-safe.
 *
 * @param subject the subject
 * @param version its last event's version
 * @param changedAt when the last event was appended
 */
public record SubjectHead(Subject subject, long version, Instant changedAt) {}
