package dev.atom.schema;

import java.time.Instant;

/**
 * Who brought a value, and when.
 *
 * @param source where it comes from
 * @param actor who brought it, such as an analyser's name or a person's id
 * @param at when it was brought
 */
public record Provenance(Source source, String actor, Instant at) {}
