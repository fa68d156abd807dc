package dev.atom.spring;

import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.approval.ApprovalHandler;
import dev.atom.approval.ApprovalLinks;
import dev.atom.approval.Approvals;
import dev.atom.approval.Roles;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.store.Store;
import dev.atom.workflow.Workflows;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives {@link Approvals} on the bean of {@link Store}, with {@code atom.approvals.enabled=true}. They
 * go on with the beans of {@link ApprovalHandler}, and with workflows where there are any; roles come
 * from the bean of {@link Roles}. The application's jobs end what nobody decides on. With {@code
 * atom.approvals.link-page} there are {@link ApprovalLinks} too; the page itself is the application's.
 * Beans of the application's own win.
 */
@AutoConfiguration(
    after = {
      AtomAutoConfiguration.class,
      StoreAutoConfiguration.class,
      KeysAutoConfiguration.class,
      WorkflowsAutoConfiguration.class
    })
@ConditionalOnClass(Approvals.class)
public final class ApprovalsAutoConfiguration {
  ApprovalsAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(ApprovalsProperties.ENABLED)
  @ConditionalOnMissingBean(Approvals.class)
  static class Asking {
    @Bean
    Approvals atomApprovals(
        Store store, Clock clock, ObjectProvider<Workflows> workflows, ListableBeanFactory beans) {
      Approvals.Builder building = Approvals.newBuilder(store, clock);
      beans.getBeanProvider(Roles.class).ifAvailable(building::roles);
      workflows.ifAvailable(running -> building.handler(running.approvalHandler()));
      beans.getBeanProvider(ApprovalHandler.class).orderedStream().forEach(building::handler);
      beans
          .getBeanProvider(ApprovalsCustomizer.class)
          .orderedStream()
          .forEach(customizer -> customizer.customize(building));
      return building.build();
    }

    @Bean
    JobsCustomizer atomApprovalJobs(Approvals atomApprovals) {
      return atomApprovals::handleIn;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(ApprovalsProperties.LINK_PAGE)
  @ConditionalOnMissingBean(ApprovalLinks.class)
  static class Linking {
    /** Under which provider the key of links is among the others. */
    static final String KEY = "approval-links";

    /** Lives as long as the links do, which don't close it. */
    @Bean(destroyMethod = "close")
    LinkKey atomApprovalLinkKey(AtomProperties properties, ObjectProvider<KeySource> keys) {
      SecretRef ref = SecretRef.of(CallContext.create(), KEY);
      return keys.getIfAvailable(KeySource::none)
          .find(ref)
          .map(LinkKey::new)
          .orElseThrow(
              () ->
                  unusable(properties, "but no key signs the links", "put one of 32 random bytes"));
    }

    @Bean
    ApprovalLinks atomApprovalLinks(
        Approvals approvals, LinkKey key, AtomProperties properties, Clock clock) {
      IdSource ids = IdSource.timeOrdered(clock, new SecureRandom());
      try {
        return ApprovalLinks.of(approvals, key.secret(), page(properties), clock, ids);
      } catch (IllegalArgumentException e) {
        throw unusable(
            properties, "but the key that signs the links is short", "put one of 32 random bytes");
      }
    }

    private static URI page(AtomProperties properties) {
      URI page = properties.approvals().linkPage();
      return page == null
          ? URI.create(Settings.required(null, ApprovalsProperties.LINK_PAGE))
          : page;
    }

    private static SettingUnusable unusable(
        AtomProperties properties, String problem, String remedy) {
      return SettingUnusable.value(
          ApprovalsProperties.LINK_PAGE,
          page(properties).toString(),
          problem,
          remedy + " into the vault, for the provider \"" + KEY + "\"");
    }
  }

  /** Closes the key of links with the application. */
  record LinkKey(Secret secret) implements AutoCloseable {
    @Override
    public void close() {
      secret.close();
    }
  }
}
