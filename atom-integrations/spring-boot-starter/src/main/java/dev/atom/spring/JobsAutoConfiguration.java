package dev.atom.spring;

import dev.atom.job.JobKind;
import dev.atom.job.JobListener;
import dev.atom.job.Jobs;
import dev.atom.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Runs the jobs of the {@link Store} whose kinds are beans of {@link JobKind}, from the application's
 * start to its end. {@link Jobs} of the application's own win; they start when it starts them.
 */
@AutoConfiguration(after = StoreAutoConfiguration.class)
public final class JobsAutoConfiguration {
  JobsAutoConfiguration() {}

  @Bean(initMethod = "start", destroyMethod = "close")
  @ConditionalOnBean(JobKind.class)
  @ConditionalOnMissingBean
  Jobs atomJobs(
      Store store, Clock clock, List<JobKind> kinds, ObjectProvider<JobListener> listeners) {
    Jobs.Builder jobs = Jobs.newBuilder(store, clock, new SecureRandom());
    kinds.forEach(jobs::handle);
    listeners.orderedStream().forEach(jobs::listener);
    return jobs.build();
  }
}
