package dev.atom.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.AtomException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application with nothing but the starter. */
final class Starter {
  private Starter() {}

  static ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                AtomAutoConfiguration.class,
                StoreAutoConfiguration.class,
                JobsAutoConfiguration.class,
                KeysAutoConfiguration.class,
                RouterConfigAutoConfiguration.class,
                ChatModelAutoConfiguration.class,
                KnowledgeAutoConfiguration.class,
                RulesAutoConfiguration.class,
                WorkflowsAutoConfiguration.class,
                ApprovalsAutoConfiguration.class));
  }

  /** Returns why the application doesn't start, which must be a setting. */
  static SettingUnusable refusal(AssertableApplicationContext context) {
    assertThat(context).hasFailed();
    Throwable cause = context.getStartupFailure();
    while (cause != null && !(cause instanceof SettingUnusable)) {
      cause = cause.getCause();
    }
    assertThat(cause).as("in %s", context.getStartupFailure()).isInstanceOf(AtomException.class);
    return (SettingUnusable) cause;
  }
}
