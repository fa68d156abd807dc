package dev.atom.spring;

import dev.atom.CallContext;
import dev.atom.knowledge.KnowledgeBase;
import dev.atom.knowledge.KnowledgeException;
import dev.atom.knowledge.WrongTenant;
import dev.atom.operation.Retriever;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Gives the {@link KnowledgeBase} whose index is at {@code atom.knowledge.path}, closed with the
 * application, and the {@link Retriever} of the one knowledge base that there is. Beans of the
 * application's own win.
 */
@AutoConfiguration(after = AtomAutoConfiguration.class)
@ConditionalOnClass(KnowledgeBase.class)
public final class KnowledgeAutoConfiguration {
  KnowledgeAutoConfiguration() {}

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  @ConditionalOnProperty(AtomProperties.KNOWLEDGE_PATH)
  KnowledgeBase atomKnowledgeBase(AtomProperties properties, Clock clock) {
    AtomProperties.Knowledge set = properties.knowledge();
    String path = Settings.required(set.path(), AtomProperties.KNOWLEDGE_PATH);
    String tenant = Objects.requireNonNullElse(set.tenant(), CallContext.DEFAULT_TENANT);
    try {
      return KnowledgeBase.newBuilder(AtomProperties.absolute(path))
          .tenant(tenant)
          .clock(clock)
          .open();
    } catch (WrongTenant e) {
      throw SettingUnusable.opening(AtomProperties.KNOWLEDGE_TENANT, tenant, e);
    } catch (KnowledgeException e) {
      throw SettingUnusable.opening(AtomProperties.KNOWLEDGE_PATH, path, e);
    }
  }

  @Bean
  @ConditionalOnSingleCandidate(KnowledgeBase.class)
  @ConditionalOnMissingBean
  Retriever atomRetriever(KnowledgeBase knowledge) {
    return knowledge.retriever();
  }
}
