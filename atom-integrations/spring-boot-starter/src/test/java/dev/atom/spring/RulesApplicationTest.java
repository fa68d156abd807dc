package dev.atom.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.approval.Answer;
import dev.atom.approval.Approvals;
import dev.atom.approval.Decision;
import dev.atom.approval.InboxEntry;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import dev.atom.workflow.Run;
import dev.atom.workflow.RunId;
import dev.atom.workflow.WorkflowEvent;
import dev.atom.workflow.WorkflowListener;
import dev.atom.workflow.Workflows;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application that decides by rules, acts by a workflow and asks a person, over a restart. */
class RulesApplicationTest {
  private static final JsonSchema ANY = JsonSchema.of(Json.object().put("type", "object").build());
  private static final String TENANT = CallContext.DEFAULT_TENANT;

  /** What happened, and how runs were left; of this test's applications alone. */
  private static final BlockingQueue<String> PAID = new LinkedBlockingQueue<>();

  private static final BlockingQueue<String> LEFT = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Complaints.class)
  static class Application {
    // @start region="operation"
    @Bean
    Operation pay() {
      return Operation.of(
          new Tool("pay", "Pays money back", ANY),
          Effect.KEYED,
          (arguments, call) -> {
            PAID.add(arguments.toString());
            return Json.object().put("paid", true).build();
          });
    }

    // @end

    @Bean
    WorkflowListener watch() {
      return event -> {
        if (event instanceof WorkflowEvent.AdvanceEnded ended) {
          LEFT.add(ended.why());
        }
      };
    }
  }

  // @start region="complaints"
  static class Complaints {
    private final RuleSet rules;
    private final Workflows workflows;
    private final Clock clock;

    Complaints(RuleSet rules, Workflows workflows, Clock clock) {
      this.rules = rules;
      this.workflows = workflows;
      this.clock = clock;
    }

    List<RunId> take(String id, Json.Obj complaint) {
      Facts facts = Facts.of(complaint).toBuilder().event("complaint").build();
      return rules.evaluate(facts, clock.instant()).actions().stream()
          .map(planned -> planned.action().name())
          .map(name -> workflows.start(CallContext.DEFAULT_TENANT, name, complaint, name + id))
          .toList();
    }
  }

  // @end

  private ConfigurableApplicationContext start() throws Exception {
    Properties properties = new Properties();
    try (InputStream in = getClass().getResourceAsStream("rules.properties")) {
      properties.load(in);
    }
    properties.setProperty("atom.store.path", folder.resolve("atom.db").toString());
    List<String> arguments = new ArrayList<>();
    properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    SpringApplication application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    return application.run(arguments.toArray(String[]::new));
  }

  private static void awaitEnd(String why) throws InterruptedException {
    String left = LEFT.poll(20, TimeUnit.SECONDS);
    while (left != null && !left.equals(why)) {
      left = LEFT.poll(20, TimeUnit.SECONDS);
    }
    assertThat(left).isEqualTo(why);
  }

  @Test
  void whatAPersonApprovesAfterARestartIsDoneOnce() throws Exception {
    RunId run;
    try (ConfigurableApplicationContext context = start()) {
      Complaints complaints = context.getBean(Complaints.class);
      assertThat(complaints.take("c-1", Json.parseObject("{\"total\": 80}"))).isEmpty();
      run = complaints.take("c-2", Json.parseObject("{\"total\": 120}")).getFirst();
      awaitEnd("waiting");
    }
    assertThat(PAID).isEmpty();
    LEFT.clear();
    try (ConfigurableApplicationContext context = start()) {
      Workflows workflows = context.getBean(Workflows.class);
      assertThat(workflows.run(run).orElseThrow().state())
          .isEqualTo(new Run.Waiting(List.of("ok")));
      Approvals approvals = context.getBean(Approvals.class);
      InboxEntry asked = approvals.inbox(TENANT).first(5).entries().getFirst();
      Decision yes = Decision.approve("lead", asked.hash());
      assertThat(approvals.decide(asked.subject(), asked.approval(), yes))
          .isInstanceOf(Answer.Counted.class);
      assertThat(approvals.decide(asked.subject(), asked.approval(), yes))
          .isInstanceOf(Answer.Stood.class);
      awaitEnd("completed");
      assertThat(workflows.run(run).orElseThrow().state()).isInstanceOf(Run.Completed.class);
    }
    assertThat(PAID).containsExactly("{\"amount\":120}");
    PAID.clear();
  }

  @Test
  void aRunThatWasCutOffGoesOnAtTheNextStart() throws Exception {
    RunId run;
    try (ConfigurableApplicationContext context = start()) {
      context.getBean(Jobs.class).close(); // nobody advances it in this life
      run =
          context
              .getBean(Complaints.class)
              .take("c-3", Json.parseObject("{\"total\": 500}"))
              .getFirst();
      assertThat(context.getBean(Workflows.class).run(run).orElseThrow().state())
          .isInstanceOf(Run.Running.class);
    }
    LEFT.clear();
    try (ConfigurableApplicationContext context = start()) {
      awaitEnd("waiting");
      assertThat(context.getBean(Workflows.class).run(run).orElseThrow().state())
          .isEqualTo(new Run.Waiting(List.of("ok")));
    }
  }
}
