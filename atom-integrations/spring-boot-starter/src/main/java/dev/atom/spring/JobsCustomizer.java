package dev.atom.spring;

import dev.atom.job.Jobs;

/**
 * Adds to the {@link Jobs} that the starter runs, such as how many run at once. Every bean of it is called once, in the order of {@code @Order}, after what
 * properties and other beans say.
 */
@FunctionalInterface
public interface JobsCustomizer {
  /**
   * Adds to the builder.
   *
   * @param builder not built yet
   */
  void customize(Jobs.Builder builder);
}
