package dev.atom.rules.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Lends what evaluations write on. All sets of rules share a few, so that they are warm and nothing is
 * allocated. There are no thread locals, of which a million virtual threads would each have one.
 * Thread-safe.
 *
 * @param <S> what is known of an event
 */
public final class ScratchPool<S> {
  private static final int LENT = 16;

  /** So that two are not in one line of memory. */
  private static final int APART = 16;

  private final AtomicReferenceArray<Scratch<S>> pool = new AtomicReferenceArray<>(LENT * APART);
  private final Supplier<S> events;

  /**
   * Creates an empty pool.
   *
   * @param events makes what holds an event
   */
  public ScratchPool(Supplier<S> events) {
    this.events = events;
  }

  /**
   * Borrows one.
   *
   * @return one that nobody else has until it is given back; it may be lost instead
   */
  public Scratch<S> take() {
    int place = place();
    Scratch<S> free = pool.getPlain(place) == null ? null : pool.getAndSet(place, null);
    return free == null ? new Scratch<>(events.get()) : free;
  }

  /**
   * Gives one back.
   *
   * @param scratch must not be used any more
   */
  public void giveBack(Scratch<S> scratch) {
    scratch.clear();
    pool.setRelease(place(), scratch);
  }

  private static int place() {
    long id = Thread.currentThread().threadId();
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> 60) * APART;
  }
}
