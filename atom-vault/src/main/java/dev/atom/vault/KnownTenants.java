package dev.atom.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tenants used last, bounded in number and time, with their data keys. Thread-safe. */
final class KnownTenants {
  private final long lifeNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Tenant> tenants;

  KnownTenants(int most, long lifeNanos) {
    this.lifeNanos = lifeNanos;
    this.tenants =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Tenant> eldest) {
            return size() > most;
          }
        };
  }

  /** A tenant that is remembered; null if there is none, or its time is over. */
  @Nullable Tenant find(String name, long now) {
    lock.lock();
    try {
      Tenant tenant = tenants.get(name);
      if (tenant != null && now - tenant.loaded >= lifeNanos) {
        tenants.remove(name);
        return null;
      }
      return tenant;
    } finally {
      lock.unlock();
    }
  }

  /** Remembers a tenant, if that is still right at this moment. */
  void remember(Tenant tenant, Predicate<Tenant> right) {
    lock.lock();
    try {
      if (right.test(tenant)) {
        tenants.put(tenant.state().name(), tenant);
      }
    } finally {
      lock.unlock();
    }
  }

  void forget(String name) {
    lock.lock();
    try {
      tenants.remove(name);
    } finally {
      lock.unlock();
    }
  }

  void forgetAll() {
    lock.lock();
    try {
      tenants.clear();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return tenants.size();
    } finally {
      lock.unlock();
    }
  }
}
