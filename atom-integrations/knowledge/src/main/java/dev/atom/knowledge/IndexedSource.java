package dev.atom.knowledge;

import java.time.Instant;

/**
 * A document that a knowledge base holds.
 *
 * @param id what it is called
 * @param hash the SHA-256 of its format, title and text, in hexadecimal
 * @param passages how many passages it was cut into; 0 if it is blank
 * @param indexedAt when this version was taken in
 */
public record IndexedSource(String id, String hash, int passages, Instant indexedAt) {}
