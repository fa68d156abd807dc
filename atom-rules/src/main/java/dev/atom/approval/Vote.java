package dev.atom.approval;

import java.time.Instant;

/**
 * That a person has spoken.
 *
 * @param person the person's id
 * @param at when, by the store's clock
 * @param channel over what, such as {@code "screen"} or {@code "email"}
 */
public record Vote(String person, Instant at, String channel) {}
