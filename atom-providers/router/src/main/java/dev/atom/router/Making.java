package dev.atom.router;

import dev.atom.cache.CacheClaim;
import dev.atom.model.ChatReply;
import dev.atom.router.reuse.Flights;
import dev.atom.router.reuse.KeptReply;
import dev.atom.router.reuse.RequestForm;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A reply that is being made, and that others wait for. Ends once, from whatever thread. */
final class Making {
  private final RouteCache cache;
  private final RouteCache.Asked asked;
  private final CacheClaim claim;
  private final Flights.Flight flight;
  private final AtomicBoolean ended = new AtomicBoolean();

  Making(RouteCache cache, RouteCache.Asked asked, CacheClaim claim, Flights.Flight flight) {
    this.cache = cache;
    this.asked = asked;
    this.claim = claim;
    this.flight = flight;
  }

  /** The reply is there: it is kept if it is good, and given to those who wait. */
  void made(ChatReply reply) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    Flights.End end = new Flights.End.NotShared();
    try {
      if (KeptReply.isGood(reply, asked.request(), asked.keyed())) {
        end = new Flights.End.Landed(keep(reply));
      } else {
        release();
      }
    } finally {
      cache.flights().end(asked.key().toString(), flight, end);
    }
  }

  private KeptReply keep(ChatReply reply) {
    Optional<String> question =
        cache.semantic() ? RequestForm.question(asked.request()) : Optional.empty();
    var form = KeptReply.form(reply, question);
    try {
      if (cache.store().put(claim, form, cache.timeToLive())) {
        cache.index(asked);
      }
    } catch (RuntimeException e) {
      cache.complaints().about("a reply is not kept", e);
      release();
    }
    return cache.fresh(form);
  }

  /** There is no reply, or none for others. */
  void giveUp() {
    if (ended.compareAndSet(false, true)) {
      try {
        release();
      } finally {
        cache.flights().end(asked.key().toString(), flight, new Flights.End.Failed());
      }
    }
  }

  private void release() {
    try {
      cache.store().release(claim);
    } catch (RuntimeException e) {
      cache.complaints().about("a claim was not released; it lapses", e);
    }
  }
}
