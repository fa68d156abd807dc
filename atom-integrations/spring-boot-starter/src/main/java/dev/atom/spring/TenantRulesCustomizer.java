package dev.atom.spring;

import dev.atom.rules.tenant.TenantRules;

/**
 * Adds to the {@link TenantRules} that the starter makes, such as vocabularies and limits that differ between tenants. Every bean of it is called once, in the order of {@code @Order}, after what
 * properties and other beans say.
 */
@FunctionalInterface
public interface TenantRulesCustomizer {
  /**
   * Adds to the builder.
   *
   * @param builder not built yet
   */
  void customize(TenantRules.Builder builder);
}
