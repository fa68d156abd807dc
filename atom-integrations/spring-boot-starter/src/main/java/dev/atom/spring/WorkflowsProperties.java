package dev.atom.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workflows, which run on the store. Immutable.
 *
 * @param enabled {@code "true"}: workflows run; {@code "false"}, the default, or null: they don't
 * @param definitions where the documents are of workflows that are published at the start: files, or
 *     resources such as {@code classpath:workflows/*.json}; copied. Null for none
 * @param tenant whose workflows those are; null for the host with one tenant only
 */
public record WorkflowsProperties(
    @Nullable String enabled, @Nullable List<String> definitions, @Nullable String tenant) {
  static final String ENABLED = "atom.workflows.enabled";
  static final String DEFINITIONS = "atom.workflows.definitions";
  static final String TENANT = "atom.workflows.tenant";

  /** Refuses blank values, definitions unless workflows run, and a tenant of no definitions. */
  public WorkflowsProperties {
    AtomProperties.requireSwitch(ENABLED, enabled);
    AtomProperties.requireMeant(TENANT, tenant);
    if (definitions != null) {
      definitions = List.copyOf(definitions);
      definitions.forEach(place -> AtomProperties.requireMeant(DEFINITIONS, place));
    }
    AtomProperties.requireOn(DEFINITIONS, definitions, ENABLED, enabled);
    AtomProperties.requireTogether(TENANT, tenant, DEFINITIONS, definitions);
  }
}
