package dev.atom.spring;

import dev.atom.job.JobKind;
import dev.atom.job.JobListener;
import dev.atom.job.Jobs;
import dev.atom.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Runs the jobs of the {@link Store} whose kinds are beans of {@link JobKind} or are added by a {@link
 * JobsCustomizer}, from the application's start to its end. {@link Jobs} of the application's own win; they start when it starts them.
 */
@AutoConfiguration(
    after = {
      StoreAutoConfiguration.class,
      RulesAutoConfiguration.class,
      WorkflowsAutoConfiguration.class,
      ApprovalsAutoConfiguration.class
    })
public final class JobsAutoConfiguration {
  JobsAutoConfiguration() {}

  @Bean(initMethod = "start", destroyMethod = "close")
  @Conditional(AnyJobs.class)
  @ConditionalOnMissingBean
  Jobs atomJobs(
      Store store,
      Clock clock,
      ObjectProvider<JobKind> kinds,
      ObjectProvider<JobListener> listeners,
      ObjectProvider<JobsCustomizer> customizers) {
    Jobs.Builder jobs = Jobs.newBuilder(store, clock, new SecureRandom());
    kinds.orderedStream().forEach(jobs::handle);
    listeners.orderedStream().forEach(jobs::listener);
    customizers.orderedStream().forEach(customizer -> customizer.customize(jobs));
    return jobs.build();
  }

  /** Whether there is anything to run. */
  static final class AnyJobs extends AnyNestedCondition {
    AnyJobs() {
      super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(JobKind.class)
    static final class OfKinds {}

    @ConditionalOnBean(JobsCustomizer.class)
    static final class Added {}
  }
}
