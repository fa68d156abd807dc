package dev.atom.spring;

import dev.atom.rules.tenant.TenantRules;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;

/**
 * Has what rules of tenants count in memory stored: as often as the property says, by the application's
 * own scheduler, and when the application ends.
 */
final class TenantRulesTidying implements AutoCloseable {
  private final TenantRules tenants;
  private final @Nullable ScheduledFuture<?> scheduled;

  private TenantRulesTidying(TenantRules tenants, @Nullable ScheduledFuture<?> scheduled) {
    this.tenants = tenants;
    this.scheduled = scheduled;
  }

  static TenantRulesTidying begin(
      TenantRules tenants, @Nullable Duration every, @Nullable TaskScheduler scheduler) {
    if (every == null) {
      return new TenantRulesTidying(tenants, null);
    }
    if (scheduler == null) {
      throw SettingUnusable.value(
          TenantRulesProperties.TIDY,
          every.toString(),
          "but there is not one TaskScheduler",
          "add @EnableScheduling or a bean of it, or remove the property and call TenantRules.tidy");
    }
    return new TenantRulesTidying(tenants, scheduler.scheduleWithFixedDelay(tenants::tidy, every));
  }

  @Override
  public void close() {
    if (scheduled != null) {
      scheduled.cancel(false);
    }
    tenants.tidy();
  }
}
