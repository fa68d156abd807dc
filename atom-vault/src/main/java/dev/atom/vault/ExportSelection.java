package dev.atom.vault;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Which secrets leave a vault, and how much of each. Those that are deleted or destroyed never do.
 *
 * @param tenants whose; empty for all tenants
 * @param filter says yes to what is wanted; knows all of a secret but itself, and not how it fares
 * @param older whether the older versions that are kept go with the newest
 */
public record ExportSelection(Set<String> tenants, Predicate<SecretInfo> filter, boolean older) {
  /** Copies the set. */
  public ExportSelection {
    tenants = Set.copyOf(tenants);
  }

  /**
   * The newest version of every secret of every tenant.
   *
   * @return the selection
   */
  public static ExportSelection everything() {
    return new ExportSelection(Set.of(), info -> true, false);
  }

  /**
   * The newest version of every secret of some tenants.
   *
   * @param tenants whose, one or more
   * @return the selection
   */
  public static ExportSelection of(String... tenants) {
    if (tenants.length == 0) {
      throw new IllegalArgumentException("name a tenant, or select everything()");
    }
    return new ExportSelection(Set.of(tenants), info -> true, false);
  }

  /**
   * Returns the same with only those secrets that a filter wants too.
   *
   * @param more says yes to what is wanted
   * @return the selection
   */
  public ExportSelection where(Predicate<SecretInfo> more) {
    return new ExportSelection(tenants, filter.and(more), older);
  }

  /**
   * Returns the same with the older versions that are kept.
   *
   * @return the selection
   */
  public ExportSelection withOlderVersions() {
    return new ExportSelection(tenants, filter, true);
  }
}
