package dev.atom.rules.tenant;

import dev.atom.store.Subject;
import java.time.Instant;

/**
 * A time has come that rules wait for. The host makes facts of what the time is about, with {@link
 * #event} as the event's kind, and has them decided.
 *
 * @param subject what it is about: the record whose field set the time, or for schedules the tenant's
 *     rules themselves
 * @param event the event's kind, for {@link dev.atom.rules.Facts.Builder#event}
 * @param at the time that was meant, which is not later than now
 * @param key the same if the tick is repeated after a crash, and for no other tick of the tenant
 */
public record RuleTick(Subject subject, String event, Instant at, String key) {
  /** Does what a tick asks for. Called on the threads of the host's jobs, on several at once. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Handles a tick.
     *
     * @param tick the time that has come
     * @throws Exception if it can't be done now; it is tried again
     */
    void tick(RuleTick tick) throws Exception;
  }
}
