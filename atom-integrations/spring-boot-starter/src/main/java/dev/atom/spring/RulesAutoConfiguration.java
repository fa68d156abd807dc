package dev.atom.spring;

import dev.atom.AtomException;
import dev.atom.job.JobKind;
import dev.atom.job.Jobs;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.tenant.RuleTick;
import dev.atom.rules.tenant.TenantLimits;
import dev.atom.rules.tenant.TenantRules;
import dev.atom.store.Store;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.scheduling.TaskScheduler;

/**
 * Gives the {@link RuleSet} of the document at {@code atom.rules.config} and, with {@code
 * atom.tenant-rules.enabled=true}, the {@link TenantRules} of the {@link Store}. Both are checked
 * against the bean of {@link RuleVocabulary}, else they may speak of anything. With a bean of {@link
 * RuleTick.Handler}, rules that wait for a time are told when it has come, by the application's {@link
 * Jobs}. Beans of the application's own win.
 */
@AutoConfiguration(after = {AtomAutoConfiguration.class, StoreAutoConfiguration.class})
@ConditionalOnClass(RuleSet.class)
public final class RulesAutoConfiguration {
  RulesAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty(RulesProperties.CONFIG)
  RuleSet atomRules(
      AtomProperties properties,
      ResourceLoader resources,
      ObjectProvider<RuleVocabulary> vocabulary) {
    String location = Settings.required(properties.rules().config(), RulesProperties.CONFIG);
    NamedDocument document = NamedDocument.at(RulesProperties.CONFIG, location, resources);
    try {
      return RuleSet.parse(
          document.read(),
          vocabulary.getIfAvailable(() -> RuleVocabulary.OPEN),
          properties.rules().limits());
    } catch (InvalidRules e) {
      List<String> problems = e.problems().stream().map(InvalidRules.Problem::toString).toList();
      throw SettingUnusable.content(RulesProperties.CONFIG, location, problems, e);
    } catch (SettingUnusable e) {
      throw e;
    } catch (AtomException e) {
      throw SettingUnusable.opening(RulesProperties.CONFIG, location, e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(TenantRulesProperties.ENABLED)
  @ConditionalOnMissingBean(TenantRules.class)
  static class OfTenants {
    private static final String TICKS = "atomRuleTicks";

    /** The handler is looked up when a time has come: it mostly needs these rules itself. */
    @Bean
    TenantRules atomTenantRules(
        AtomProperties properties,
        Store store,
        Clock clock,
        BeanFactory beans,
        ObjectProvider<TenantRulesCustomizer> customizers) {
      TenantRulesProperties set = properties.tenantRules();
      TenantLimits limits = properties.tenantLimits().limits();
      TenantRules.Builder tenants = TenantRules.newBuilder(store, clock).limits(tenant -> limits);
      if (set.refresh() != null) {
        tenants.refresh(set.refresh());
      }
      if (set.idle() != null) {
        tenants.idle(set.idle());
      }
      if (set.capacity() != null) {
        tenants.capacity(set.capacity());
      }
      beans.getBeanProvider(RuleVocabulary.class).ifAvailable(tenants::vocabulary);
      ObjectProvider<RuleTick.Handler> handler = beans.getBeanProvider(RuleTick.Handler.class);
      if (beans.containsBean(TICKS)) {
        tenants.ticks(tick -> handler.getObject().tick(tick));
      }
      customizers.orderedStream().forEach(customizer -> customizer.customize(tenants));
      return tenants.build();
    }

    @Bean(TICKS)
    @ConditionalOnBean(RuleTick.Handler.class)
    JobKind atomRuleTicks(TenantRules atomTenantRules) {
      return atomTenantRules.ticks();
    }

    @Bean(destroyMethod = "close")
    TenantRulesTidying atomTenantRulesTidying(
        TenantRules atomTenantRules,
        AtomProperties properties,
        ObjectProvider<TaskScheduler> schedulers) {
      return TenantRulesTidying.begin(
          atomTenantRules, properties.tenantRules().tidy(), schedulers.getIfUnique());
    }
  }
}
