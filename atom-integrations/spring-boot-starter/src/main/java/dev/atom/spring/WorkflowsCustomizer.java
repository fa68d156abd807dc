package dev.atom.spring;

import dev.atom.workflow.Workflows;

/**
 * Adds to the {@link Workflows} that the starter makes, such as operations that are no beans. Every bean of it is called once, in the order of {@code @Order}, after what
 * properties and other beans say.
 */
@FunctionalInterface
public interface WorkflowsCustomizer {
  /**
   * Adds to the builder.
   *
   * @param builder not built yet
   */
  void customize(Workflows.Builder builder);
}
