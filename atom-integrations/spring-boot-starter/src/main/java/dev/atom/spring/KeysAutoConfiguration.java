package dev.atom.spring;

import dev.atom.secret.KeySource;
import dev.atom.vault.MasterKey;
import dev.atom.vault.MasterKeyUnusable;
import dev.atom.vault.Vault;
import dev.atom.vault.VaultException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Primary;

/**
 * Gives the {@link KeySource}: the vault at {@code atom.vault.path}, closed with the application; if
 * {@code atom.keys.environment} is true, environment variables for what the vault doesn't have. A
 * source of the application's own wins, and the vault then is only a {@code Vault}.
 */
@AutoConfiguration(after = AtomAutoConfiguration.class)
public final class KeysAutoConfiguration {
  KeysAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Vault.class)
  static class WithVault {
    /** A fallback, as it is a source of keys too and must not compete with the application's own. */
    @Bean(destroyMethod = "close")
    @Fallback
    @ConditionalOnMissingBean
    @ConditionalOnProperty(AtomProperties.VAULT_PATH)
    Vault atomVault(AtomProperties properties, Clock clock) {
      AtomProperties.Vault set = properties.vault();
      String path = Settings.required(set.path(), AtomProperties.VAULT_PATH);
      String keyFile = Settings.required(set.keyFile(), AtomProperties.VAULT_KEY_FILE);
      Path vault = AtomProperties.absolute(path);
      try (MasterKey key = MasterKey.loadOrGenerate(AtomProperties.absolute(keyFile), vault)) {
        return Vault.newBuilder(vault, key).clock(clock).open();
      } catch (MasterKeyUnusable e) {
        throw SettingUnusable.opening(AtomProperties.VAULT_KEY_FILE, keyFile, e);
      } catch (VaultException e) {
        throw SettingUnusable.opening(AtomProperties.VAULT_PATH, path, e);
      }
    }

    @Bean
    @Primary
    @ConditionalOnBooleanProperty(AtomProperties.KEYS_ENVIRONMENT)
    @ConditionalOnMissingBean(value = KeySource.class, ignored = Vault.class)
    KeySource atomKeys(ObjectProvider<Vault> vault) {
      KeySource first = vault.getIfAvailable();
      KeySource environment = KeySource.environment();
      return first == null ? environment : first.orElse(environment);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("dev.atom.vault.Vault")
  static class WithoutVault {
    @Bean
    @ConditionalOnBooleanProperty(AtomProperties.KEYS_ENVIRONMENT)
    @ConditionalOnMissingBean
    KeySource atomKeys() {
      return KeySource.environment();
    }
  }
}
