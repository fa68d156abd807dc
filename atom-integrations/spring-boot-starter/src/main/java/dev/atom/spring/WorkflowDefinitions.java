package dev.atom.spring;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.workflow.InvalidWorkflow;
import dev.atom.workflow.RunRefused;
import dev.atom.workflow.Workflow;
import dev.atom.workflow.Workflows;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Publishes the workflows whose documents a property names. */
final class WorkflowDefinitions {
  /** Who publishes them, as the store has it. */
  private static final String ACTOR = "application";

  private WorkflowDefinitions() {}

  static void publish(Workflows workflows, WorkflowsProperties set, ResourceLoader resources) {
    if (set.definitions() == null) {
      return;
    }
    String tenant = Objects.requireNonNullElse(set.tenant(), CallContext.DEFAULT_TENANT);
    for (String place : set.definitions()) {
      for (Resource resource : found(place, resources)) {
        publish(
            workflows,
            tenant,
            NamedDocument.found(WorkflowsProperties.DEFINITIONS, resource, resources));
      }
    }
  }

  /** In the order of their names, the same on every host. */
  private static List<Resource> found(String place, ResourceLoader resources) {
    try {
      Resource[] found =
          new PathMatchingResourcePatternResolver(NamedDocument.files(resources))
              .getResources(place);
      if (found.length == 0) {
        throw wrong(place, "where nothing is");
      }
      return Arrays.stream(found).sorted(Comparator.comparing(Resource::getDescription)).toList();
    } catch (IOException e) {
      throw wrong(place, "which can't be read");
    }
  }

  private static SettingUnusable wrong(String place, String problem) {
    return SettingUnusable.value(
        WorkflowsProperties.DEFINITIONS,
        place,
        problem,
        "name files or, as classpath:workflows/*.json, what is in a jar");
  }

  private static void publish(Workflows workflows, String tenant, NamedDocument document) {
    String property = WorkflowsProperties.DEFINITIONS;
    String location = document.location();
    try {
      workflows.publish(tenant, Workflow.of(document.read()), ACTOR);
    } catch (InvalidWorkflow e) {
      List<String> problems = e.problems().stream().map(InvalidWorkflow.Problem::toString).toList();
      throw SettingUnusable.content(property, location, problems, e);
    } catch (RunRefused e) {
      throw SettingUnusable.content(
          property,
          location,
          List.of(Objects.requireNonNullElse(e.getMessage(), e.code()), "give it a new version"),
          e);
    } catch (SettingUnusable e) {
      throw e;
    } catch (AtomException e) {
      throw SettingUnusable.opening(property, location, e);
    }
  }
}
