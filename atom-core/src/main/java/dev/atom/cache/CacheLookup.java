package dev.atom.cache;

import dev.atom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** What a store says of a key. */
public sealed interface CacheLookup {
  /**
   * There is a value.
   *
   * @param value what was put
   * @param storedAt when, by the store's clock
   */
  record Found(Json value, Instant storedAt) implements CacheLookup {
    /** Refuses null. */
    public Found {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(storedAt, "storedAt");
    }

    /**
     * Returns the time only: the value may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Found[" + storedAt + "]";
    }
  }

  /**
   * There is none, and the caller makes it: then it puts the value or releases the claim.
   *
   * @param claim what to put or release with
   */
  record Claimed(CacheClaim claim) implements CacheLookup {
    /** Refuses null. */
    public Claimed {
      Objects.requireNonNull(claim, "claim");
    }
  }

  /**
   * There is none, and another one makes it.
   *
   * @param left how long the other's claim holds at most; above zero
   */
  record Busy(Duration left) implements CacheLookup {
    /** Refuses null. */
    public Busy {
      Objects.requireNonNull(left, "left");
    }
  }
}
