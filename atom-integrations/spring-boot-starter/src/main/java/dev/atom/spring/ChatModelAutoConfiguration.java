package dev.atom.spring;

import dev.atom.model.ChatModel;
import dev.atom.providers.Provider;
import dev.atom.router.Router;
import dev.atom.router.RouterBuilder;
import dev.atom.router.RouterListener;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.secret.KeySource;
import dev.atom.usage.PriceBook;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the one {@link ChatModel} that {@code atom.openai.model} names; its keys come from the {@link
 * KeySource} bean, call by call. Where atom-router is there too, every {@link RouterListener} bean
 * hears of each attempt and its cost, by the {@link PriceBook} bean or else the bundled prices. A
 * model of the application's own wins.
 */
@AutoConfiguration(after = {AtomAutoConfiguration.class, KeysAutoConfiguration.class})
@ConditionalOnClass(Provider.class)
@ConditionalOnProperty(AtomProperties.OPENAI_MODEL)
public final class ChatModelAutoConfiguration {
  ChatModelAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("dev.atom.router.Router")
  static class Direct {
    @Bean
    @ConditionalOnMissingBean
    ChatModel atomChatModel(
        AtomProperties properties, ObjectProvider<KeySource> keys, Clock clock) {
      return OpenAiModel.of(properties.openai(), keys.getIfAvailable(), clock);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Router.class)
  static class Routed {
    @Bean
    @ConditionalOnMissingBean
    ChatModel atomChatModel(
        AtomProperties properties,
        ObjectProvider<KeySource> keys,
        ObjectProvider<RouterListener> listeners,
        ObjectProvider<PriceBook> prices,
        Clock clock) {
      RouterBuilder router =
          Router.newBuilder()
              .target(OpenAiModel.of(properties.openai(), keys.getIfAvailable(), clock))
              .prices(prices.getIfAvailable(() -> ModelCatalogue.bundled().prices()))
              .clock(clock);
      listeners.orderedStream().forEach(router::listener);
      return router.build();
    }
  }
}
