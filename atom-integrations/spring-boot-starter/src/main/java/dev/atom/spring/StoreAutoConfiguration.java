package dev.atom.spring;

import dev.atom.jdbc.JdbcStore;
import dev.atom.jdbc.SqliteStore;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import java.time.Clock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the {@link Store}, closed with the application: an SQLite file at {@code atom.store.path}, or
 * the application's own database with {@code atom.store.data-source=true}, if atom-jdbc is there,
 * else one in memory. A store of the application's own wins.
 */
@AutoConfiguration(after = AtomAutoConfiguration.class)
public final class StoreAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(StoreAutoConfiguration.class);

  StoreAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(SqliteStore.class)
  @ConditionalOnProperty(AtomProperties.STORE_PATH)
  static class InFile {
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Store atomStore(AtomProperties properties, Clock clock) {
      String path = Settings.required(properties.store().path(), AtomProperties.STORE_PATH);
      try {
        return SqliteStore.open(AtomProperties.absolute(path), clock);
      } catch (StoreException e) {
        throw SettingUnusable.opening(AtomProperties.STORE_PATH, path, e);
      }
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(JdbcStore.class)
  @ConditionalOnProperty(name = AtomProperties.STORE_DATA_SOURCE, havingValue = "true")
  static class InDatabase {
    /** Goes by the database's clock: the application may run on several hosts. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Store atomStore(ObjectProvider<DataSource> databases) {
      DataSource database = databases.getIfUnique();
      if (database == null) {
        throw SettingUnusable.value(
            AtomProperties.STORE_DATA_SOURCE,
            "true",
            "but there is not one DataSource, nor one that is primary",
            "configure the application's database, or remove the property");
      }
      return JdbcStore.on(database);
    }
  }

  /** Comes after the nested configurations, so that there is a store already if one is in a file. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Store atomStore(AtomProperties properties, Clock clock) {
    if (properties.store().path() != null) {
      throw new IllegalStateException(AtomProperties.STORE_PATH + " is set, but nothing opened it");
    }
    LOG.info("{} is not set: what is stored ends with the process", AtomProperties.STORE_PATH);
    return MemoryStore.create(clock);
  }
}
