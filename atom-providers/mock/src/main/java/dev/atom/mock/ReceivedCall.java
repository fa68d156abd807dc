package dev.atom.mock;

import java.time.Instant;

/**
 * A call as the server received and answered it. Immutable and thread-safe.
 *
 * @param number its number, from 1 in the order of arrival
 * @param at when it arrived, on the server's clock
 * @param request what was asked, with every credential replaced by {@code <redacted>}
 * @param play what was answered
 * @param end how the answer ended
 * @param bytes how much of the answer's body had gone out by then
 */
public record ReceivedCall(
    int number, Instant at, ReceivedRequest request, Play play, CallEnd end, long bytes) {}
