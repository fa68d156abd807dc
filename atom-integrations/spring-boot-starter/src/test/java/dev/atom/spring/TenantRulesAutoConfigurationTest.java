package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.Trigger;
import dev.atom.rules.tenant.Breach;
import dev.atom.rules.tenant.EditOutcome;
import dev.atom.rules.tenant.RuleTick;
import dev.atom.rules.tenant.TenantDecision;
import dev.atom.rules.tenant.TenantLimits;
import dev.atom.rules.tenant.TenantRules;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

class TenantRulesAutoConfigurationTest {
  private static final Facts LARGE = Facts.newBuilder().put("total", Json.of(1200)).build();

  private static ApplicationContextRunner tenants() {
    return application().withPropertyValues("atom.tenant-rules.enabled=true");
  }

  private static Rule review() {
    return Rule.newBuilder("review")
        .when(Condition.field("total").gt(1000))
        .then(Action.of("a"), Action.of("b"))
        .build();
  }

  @Test
  void tenantsHaveRulesOfTheirOwn() {
    tenants()
        .run(
            context -> {
              TenantRules rules = context.getBean(TenantRules.class);
              assertThat(rules.put("acme", review(), "ann")).isInstanceOf(EditOutcome.Saved.class);
              var acme = (TenantDecision.Decided) rules.decide("acme", LARGE);
              var other = (TenantDecision.Decided) rules.decide("other", LARGE);
              assertThat(acme.decision().actions()).hasSize(2);
              assertThat(other.decision().actions()).isEmpty();
              assertThat(context).doesNotHaveBean(Jobs.class);
              assertThatThrownBy(rules::ticks).isInstanceOf(IllegalStateException.class);
            });
  }

  @Test
  void thereAreNoneUnlessEnabledAndOwnOnesWin() {
    application().run(context -> assertThat(context).doesNotHaveBean(TenantRules.class));
    tenants()
        .withBean("mine", TenantRules.class, TenantRulesAutoConfigurationTest::mine)
        .withBean(RuleTick.Handler.class, () -> tick -> {})
        .run(
            context -> {
              assertThat(context.getBeanNamesForType(TenantRules.class)).containsExactly("mine");
              assertThat(context).doesNotHaveBean(Jobs.class);
            });
  }

  private static TenantRules mine() {
    return TenantRules.newBuilder(MemoryStore.create(Clock.systemUTC()), Clock.systemUTC()).build();
  }

  @Test
  void limitsComeFromPropertiesAndCustomizers() {
    tenants()
        .withPropertyValues(
            "atom.tenant-limits.actions=1",
            "atom.tenant-limits.characters=400",
            "atom.tenant-limits.chain=3")
        .run(
            context -> {
              TenantRules rules = context.getBean(TenantRules.class);
              rules.put("acme", review(), "ann");
              var over = (TenantDecision.OverLimit) rules.decide("acme", LARGE);
              assertThat(over.breach()).isEqualTo(new Breach(Breach.Limit.ACTIONS, 1, 2));
              Rule longer =
                  Rule.newBuilder("long").name("n".repeat(500)).when(Condition.all()).build();
              assertThat(rules.put("acme", longer, "ann")).isInstanceOf(EditOutcome.Refused.class);
            });
    tenants()
        .withPropertyValues("atom.tenant-limits.actions=1")
        .withBean(
            TenantRulesCustomizer.class,
            () -> builder -> builder.limits(tenant -> TenantLimits.DEFAULT))
        .run(
            context -> {
              TenantRules rules = context.getBean(TenantRules.class);
              rules.put("acme", review(), "ann");
              assertThat(rules.decide("acme", LARGE)).isInstanceOf(TenantDecision.Decided.class);
            });
  }

  @Test
  void rulesAndCountsOutliveTheApplication(@TempDir Path folder) {
    String store = "atom.store.path=" + folder.resolve("atom.db");
    tenants()
        .withPropertyValues(store)
        .run(
            context -> {
              TenantRules rules = context.getBean(TenantRules.class);
              rules.put("acme", review(), "ann");
              rules.decide("acme", LARGE);
            });
    tenants()
        .withPropertyValues(store)
        .run(
            context -> {
              TenantRules rules = context.getBean(TenantRules.class);
              assertThat(rules.counts("acme").get("review").fired()).isEqualTo(1);
            });
  }

  /** Remembers what it is given, which the test runs. */
  private static final class Scheduled extends SimpleAsyncTaskScheduler {
    private static final long serialVersionUID = 1L;

    private final transient List<Runnable> tasks = new ArrayList<>();
    private final transient List<Duration> times = new ArrayList<>();
    private boolean cancelled;

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
      tasks.add(task);
      times.add(delay);
      return new Handle(() -> cancelled = true);
    }
  }

  /** Something that can be cancelled and nothing else. */
  private record Handle(Runnable cancelling) implements ScheduledFuture<Object> {
    @Override
    public boolean cancel(boolean mayInterrupt) {
      cancelling.run();
      return true;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public Object get() {
      return this;
    }

    @Override
    public Object get(long time, TimeUnit unit) {
      return this;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  @Test
  void theApplicationsSchedulerTidiesUpAsOftenAsSaid() {
    Scheduled scheduler = new Scheduled();
    tenants()
        .withPropertyValues("atom.tenant-rules.tidy=1m", "atom.tenant-rules.idle=1ns")
        .withBean(TaskScheduler.class, () -> scheduler)
        .run(
            context -> {
              TenantRules rules = context.getBean(TenantRules.class);
              rules.put("acme", review(), "ann");
              assertThat(rules.loaded()).isEqualTo(1);
              assertThat(scheduler.times).containsExactly(Duration.ofMinutes(1));
              scheduler.tasks.getFirst().run();
              assertThat(rules.loaded()).isZero();
              assertThat(scheduler.cancelled).isFalse();
            });
    assertThat(scheduler.cancelled).isTrue();
  }

  @Test
  void aTimeToTidyWithoutASchedulerIsRefused() {
    tenants()
        .withPropertyValues("atom.tenant-rules.tidy=1m")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("TaskScheduler"));
  }

  @Test
  void aSchedulerIsLeftAloneUnlessTheTimeIsSaid() {
    Scheduled scheduler = new Scheduled();
    tenants()
        .withBean(TaskScheduler.class, () -> scheduler)
        .run(context -> assertThat(scheduler.tasks).isEmpty());
  }

  /** Decides what it is told of by the rules themselves. */
  static final class Ticks implements RuleTick.Handler {
    private final TenantRules rules;
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    Ticks(TenantRules rules) {
      this.rules = rules;
    }

    @Override
    public void tick(RuleTick tick) {
      Facts facts = Facts.newBuilder().event(tick.event()).put("closed", Json.of(false)).build();
      var decided = (TenantDecision.Decided) rules.decide(tick.subject().tenant(), facts);
      decided.decision().actions().forEach(planned -> done.add(planned.action().name()));
    }
  }

  @Test
  void aHandlerIsToldWhenATimeOfARecordHasCome() {
    tenants()
        .withBean(Ticks.class)
        .run(
            context -> {
              TenantRules rules = context.getBean(TenantRules.class);
              Rule warn =
                  Rule.newBuilder("warn")
                      .on(Trigger.due("due", "-PT2H"))
                      .when(Condition.field("closed").ne(true))
                      .then(Action.of("warn"))
                      .build();
              rules.put("acme", warn, "ann");
              Instant due = Instant.now().plus(Duration.ofHours(2)).plusMillis(50);
              Facts record = Facts.newBuilder().put("due", due.toString()).build();
              NewEvent event = new NewEvent("opened", Json.Obj.EMPTY, "ann", Optional.empty());
              Append.Builder append = Append.to(new Subject("acme", "ticket", "t-1")).event(event);
              rules.plan(append, "acme", record);
              context.getBean(Store.class).append(append.build());
              assertThat(context.getBean(Ticks.class).done.poll(20, TimeUnit.SECONDS))
                  .isEqualTo("warn");
            });
  }
}
