package dev.atom.spring;

import dev.atom.blob.Blobs;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.Store;
import dev.atom.time.WorkCalendar;
import dev.atom.workflow.StepCheck;
import dev.atom.workflow.WorkflowLimits;
import dev.atom.workflow.WorkflowListener;
import dev.atom.workflow.Workflows;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * Gives {@link Workflows} on the bean of {@link Store}, with {@code atom.workflows.enabled=true}, and
 * publishes the documents at {@code atom.workflows.definitions}. Steps call the beans of {@link
 * Operation}; a checkable one is asked by the bean of {@link StepCheck} that has its name, and a wait of
 * working time goes by the bean of {@link WorkCalendar} that it names. The application's jobs go on
 * with runs, from its start on. Workflows of the application's own win.
 */
@AutoConfiguration(after = {AtomAutoConfiguration.class, StoreAutoConfiguration.class})
@ConditionalOnClass(Workflows.class)
@ConditionalOnBooleanProperty(WorkflowsProperties.ENABLED)
@ConditionalOnMissingBean(type = "dev.atom.workflow.Workflows")
public final class WorkflowsAutoConfiguration {
  WorkflowsAutoConfiguration() {}

  /** What is published can be started by its name by whoever is given this. */
  @Bean
  Workflows atomWorkflows(
      Store store,
      Clock clock,
      AtomProperties properties,
      ResourceLoader resources,
      ListableBeanFactory beans) {
    Workflows.Builder building = Workflows.newBuilder(store, clock, new SecureRandom());
    Map<String, StepCheck> checks = beans.getBeansOfType(StepCheck.class);
    beans
        .getBeanProvider(Operation.class)
        .orderedStream()
        .forEach(operation -> add(operation, checks, building));
    beans.getBeansOfType(WorkCalendar.class).forEach(building::calendar);
    beans.getBeanProvider(WorkflowListener.class).orderedStream().forEach(building::listener);
    beans.getBeanProvider(Blobs.class).ifAvailable(building::blobs);
    beans.getBeanProvider(WorkflowLimits.class).ifAvailable(building::limits);
    beans
        .getBeanProvider(WorkflowsCustomizer.class)
        .orderedStream()
        .forEach(customizer -> customizer.customize(building));
    Workflows workflows = building.build();
    WorkflowDefinitions.publish(workflows, properties.workflows(), resources);
    return workflows;
  }

  private static void add(
      Operation operation, Map<String, StepCheck> checks, Workflows.Builder building) {
    StepCheck check = checks.get(operation.name());
    if (operation.effect() == Effect.CHECKABLE && check != null) {
      building.operation(operation, check);
    } else {
      building.operations(operation);
    }
  }

  @Bean
  JobsCustomizer atomWorkflowJobs(Workflows atomWorkflows) {
    return atomWorkflows::register;
  }
}
