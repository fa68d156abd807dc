package dev.atom.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The leases of a {@link MemoryStore}, which guards it. An ended one stays until the next holder. */
final class MemoryLeases {
  private final Map<Name, Lease> leases = new HashMap<>();

  private record Name(String tenant, String name) {}

  Optional<Lease> acquire(Lease wanted, Instant now) {
    Name name = new Name(wanted.tenant(), wanted.name());
    Lease last = leases.get(name);
    Lease granted;
    if (last == null) {
      granted = lease(wanted, fence(now), wanted.until());
    } else if (!last.until().isAfter(now)) {
      granted = lease(wanted, Math.max(last.fence() + 1, fence(now)), wanted.until());
    } else if (last.owner().equals(wanted.owner())) {
      boolean longer = wanted.until().isAfter(last.until());
      granted = lease(wanted, last.fence(), longer ? wanted.until() : last.until());
    } else {
      return Optional.empty();
    }
    leases.put(name, granted);
    return Optional.of(granted);
  }

  boolean isHeld(Lease lease, Instant now) {
    Lease last = leases.get(new Name(lease.tenant(), lease.name()));
    return last != null
        && last.fence() == lease.fence()
        && last.owner().equals(lease.owner())
        && last.until().isAfter(now);
  }

  void release(Lease lease, Instant now) {
    if (isHeld(lease, now)) {
      leases.put(new Name(lease.tenant(), lease.name()), lease(lease, lease.fence(), Instant.MIN));
    }
  }

  private static Lease lease(Lease of, long fence, Instant until) {
    return new Lease(of.tenant(), of.name(), of.owner(), fence, until);
  }

  /** The fence of a first holder: also higher than those of leases that are gone. */
  private static long fence(Instant now) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, now);
  }
}
