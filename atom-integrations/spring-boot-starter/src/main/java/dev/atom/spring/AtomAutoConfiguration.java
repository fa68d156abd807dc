package dev.atom.spring;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Reads and checks {@link AtomProperties}, and gives the {@link Clock} that Atom's other beans go by:
 * UTC of the system, unless the application has a clock of its own.
 */
@AutoConfiguration
@EnableConfigurationProperties(AtomProperties.class)
public final class AtomAutoConfiguration {
  AtomAutoConfiguration() {}

  @Bean
  static SettingsCheck atomSettingsCheck(Environment environment) {
    return new SettingsCheck(environment);
  }

  @Bean
  @ConditionalOnMissingBean
  Clock atomClock() {
    return Clock.systemUTC();
  }
}
