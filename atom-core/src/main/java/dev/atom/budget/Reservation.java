package dev.atom.budget;

import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is set aside for one call until it is settled, in all budgets that hold for it. Whatever is
 * called first counts; the rest does nothing. If that throws, as the store can't be reached, it may be
 * called again; otherwise the reservation lapses when its lease ends.
 *
 * <p>Thread-safe.
 */
public final class Reservation implements AutoCloseable {
  private final Budgets budgets;
  private final String id;
  private final NavigableMap<Bucket, Budget> buckets;
  private final BigDecimal usd;
  private final ReentrantLock once = new ReentrantLock();
  private Optional<Settlement> settlement = Optional.empty();

  Reservation(Budgets budgets, String id, NavigableMap<Bucket, Budget> buckets, BigDecimal usd) {
    this.budgets = budgets;
    this.id = id;
    this.buckets = buckets;
    this.usd = usd;
  }

  /**
   * Returns the id under which the store keeps it.
   *
   * @return unique
   */
  public String id() {
    return id;
  }

  /**
   * Returns how much is reserved.
   *
   * @return US dollars, the most of all budgets; zero if none holds for the call
   */
  public BigDecimal usd() {
    return usd;
  }

  /**
   * Books what the call cost, where it is known, and else what was reserved, as an estimate. More than
   * was reserved is booked truthfully: the budget is then overshot, and refuses what comes next.
   *
   * @param actual the cost
   * @return what was booked
   * @throws dev.atom.store.StoreException if the store failed
   */
  public Settlement settle(Cost actual) {
    once.lock();
    try {
      if (settlement.isEmpty()) {
        settlement = Optional.of(booked(actual));
      }
      return settlement.get();
    } finally {
      once.unlock();
    }
  }

  private Settlement booked(Cost actual) {
    if (!buckets.isEmpty()) {
      book(actual);
    }
    return switch (actual) {
      case Cost.Known known -> new Settlement(known.usd(), false);
      case Cost.Unknown ignored -> new Settlement(usd, true);
    };
  }

  /** Who was interrupted books all the same; a second time books nothing. */
  private void book(Cost actual) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          budgets.settle(id, buckets, actual);
          return;
        } catch (RuntimeException e) {
          if (!Thread.interrupted()) {
            throw e;
          }
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Gives everything back: the call was not made, or was refused before any work.
   *
   * @throws dev.atom.store.StoreException if the store failed
   */
  public void release() {
    settle(Cost.ZERO);
  }

  /**
   * Books what was reserved, as an estimate, if it was neither settled nor released: who forgets to
   * say what a call cost must not make it free.
   *
   * @throws dev.atom.store.StoreException if the store failed
   */
  @Override
  public void close() {
    settle(new Cost.Unknown("closed without a settlement"));
  }

  @Override
  public String toString() {
    return "Reservation["
        + id
        + ", $"
        + usd.toPlainString()
        + ", "
        + Map.copyOf(buckets).keySet()
        + "]";
  }
}
