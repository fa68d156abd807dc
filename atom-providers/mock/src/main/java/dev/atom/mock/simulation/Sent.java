package dev.atom.mock.simulation;

import java.time.Instant;

/**
 * What a receiver has done: for {@link Receiver#KEYED} once for each key.
 *
 * @param key the key it was sent with
 * @param what what was sent, in words by which the same is recognised
 * @param host who sent it first
 * @param at when
 */
public record Sent(String key, String what, String host, Instant at) {}
