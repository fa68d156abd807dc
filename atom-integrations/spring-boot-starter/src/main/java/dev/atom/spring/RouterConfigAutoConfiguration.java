package dev.atom.spring;

import dev.atom.IdSource;
import dev.atom.budget.BudgetListener;
import dev.atom.budget.BudgetStore;
import dev.atom.limit.Limiter;
import dev.atom.model.ChatModel;
import dev.atom.providers.Provider;
import dev.atom.router.RouterListener;
import dev.atom.router.config.ConfigParts;
import dev.atom.router.config.ReloadableRouter;
import dev.atom.router.policy.Policy;
import dev.atom.secret.KeySource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/**
 * Gives the {@link ReloadableRouter} that the document at {@code atom.router.config} describes. What
 * the document calls by name comes from the {@link ConfigParts} bean; without one, atom-providers gives
 * a client for each known provider, with keys from the {@link KeySource} bean, and beans of {@link
 * Policy} go by their names. Limits are kept by the {@link Limiter} bean, else in memory; budgets need a
 * {@link BudgetStore} bean. Every {@link RouterListener} bean hears of each attempt.
 */
@AutoConfiguration(
    after = {AtomAutoConfiguration.class, KeysAutoConfiguration.class},
    before = ChatModelAutoConfiguration.class)
@ConditionalOnClass(ReloadableRouter.class)
@ConditionalOnProperty(AtomProperties.ROUTER_CONFIG)
public final class RouterConfigAutoConfiguration {
  RouterConfigAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Provider.class)
  static class WithProviders {
    @Bean
    @ConditionalOnMissingBean
    ConfigParts atomConfigParts(
        ObjectProvider<KeySource> keys,
        Map<String, Policy> policies,
        Limiter limiter,
        ObjectProvider<BudgetStore> budgets,
        ObjectProvider<BudgetListener> listeners,
        Clock clock) {
      ConfigParts.Builder parts = ConfigParts.newBuilder().limiter(limiter);
      KnownProviders.addTo(parts, keys.getIfAvailable(KeySource::none), clock);
      policies.forEach(parts::policy);
      IdSource ids = IdSource.timeOrdered(clock, new SecureRandom());
      BudgetListener all =
          warning -> listeners.orderedStream().forEach(each -> each.warned(warning));
      budgets.ifAvailable(store -> parts.budgets(store, ids, all));
      return parts.build();
    }
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Limiter atomLimiter() {
    return Limiter.newBuilder().build();
  }

  @Bean
  @ConditionalOnMissingBean(ChatModel.class)
  ReloadableRouter atomChatModel(
      AtomProperties properties,
      ResourceLoader resources,
      ObjectProvider<ConfigParts> parts,
      ObjectProvider<RouterListener> listeners,
      Clock clock) {
    String location = Settings.required(properties.router().config(), AtomProperties.ROUTER_CONFIG);
    ConfigParts given = parts.getIfAvailable();
    if (given == null) {
      throw SettingUnusable.value(
          AtomProperties.ROUTER_CONFIG,
          location,
          "but nothing gives clients to route to",
          "add the dependency dev.atom:atom-providers, or define a bean of ConfigParts");
    }
    return new RouterDocument(location, resources)
        .router(
            given,
            builder -> {
              builder.clock(clock);
              listeners.orderedStream().forEach(builder::listener);
            });
  }
}
