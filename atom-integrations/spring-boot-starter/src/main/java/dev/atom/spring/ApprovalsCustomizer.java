package dev.atom.spring;

import dev.atom.approval.Approvals;

/**
 * Adds to the {@link Approvals} that the starter makes, such as kinds that may approve themselves. Every bean of it is called once, in the order of {@code @Order}, after what
 * properties and other beans say.
 */
@FunctionalInterface
public interface ApprovalsCustomizer {
  /**
   * Adds to the builder.
   *
   * @param builder not built yet
   */
  void customize(Approvals.Builder builder);
}
