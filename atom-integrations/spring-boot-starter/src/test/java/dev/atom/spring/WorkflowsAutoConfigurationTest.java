package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.MemoryStore;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import dev.atom.workflow.Run;
import dev.atom.workflow.RunId;
import dev.atom.workflow.Step;
import dev.atom.workflow.StepCheck;
import dev.atom.workflow.Workflow;
import dev.atom.workflow.WorkflowEvent;
import dev.atom.workflow.WorkflowListener;
import dev.atom.workflow.Workflows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class WorkflowsAutoConfigurationTest {
  private static final JsonSchema ANY = JsonSchema.of(Json.object().put("type", "object").build());
  private static final String TENANT = CallContext.DEFAULT_TENANT;
  private static final String DEFINITIONS = "atom.workflows.definitions";

  private static ApplicationContextRunner workflows() {
    return application().withPropertyValues("atom.workflows.enabled=true");
  }

  private static Operation operation(String name, Effect effect, Runnable action) {
    return Operation.of(
        new Tool(name, name, ANY),
        effect,
        (arguments, call) -> {
          action.run();
          return Json.NULL;
        });
  }

  private static Workflow calling(String operation) {
    return Workflow.newBuilder("calling").steps(Step.call("c", operation, Json.Obj.EMPTY)).build();
  }

  private static String write(Path folder, String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toUri().toString();
  }

  @Test
  void thereAreNoneUnlessEnabled() {
    application()
        .run(
            context ->
                assertThat(context).doesNotHaveBean(Workflows.class).doesNotHaveBean(Jobs.class));
  }

  @Test
  void ownWorkflowsWin() {
    Clock clock = Clock.systemUTC();
    Workflows own = Workflows.newBuilder(MemoryStore.create(clock), clock, new Random(1)).build();
    workflows()
        .withPropertyValues(DEFINITIONS + "=classpath:missing.json")
        .withBean(Workflows.class, () -> own)
        .run(context -> assertThat(context.getBean(Workflows.class)).isSameAs(own));
  }

  @Test
  void stepsCallTheBeansAndListenersHearOfIt() {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    workflows()
        .withBean("any", Operation.class, () -> operation("ring", Effect.KEYED, () -> {}))
        .withBean(
            WorkflowListener.class,
            () ->
                event -> {
                  if (event instanceof WorkflowEvent.CallEnded ended) {
                    heard.add(ended.operation());
                  }
                })
        .run(
            context -> {
              context.getBean(Workflows.class).start(TENANT, calling("ring"), Json.Obj.EMPTY, "k");
              assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("ring");
            });
  }

  @Test
  void aCheckableOperationGoesWithTheCheckOfItsName() {
    ApplicationContextRunner runner =
        workflows().withBean(Operation.class, () -> operation("book", Effect.CHECKABLE, () -> {}));
    runner
        .withBean("book", StepCheck.class, () -> (arguments, call) -> new StepCheck.NotHappened())
        .run(context -> assertThat(context.getBean(Workflows.class).signatures()).hasSize(1));
    runner.run(
        context -> {
          assertThat(context).hasFailed();
          assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("its check");
        });
  }

  @Test
  void calendarsGoByTheNamesOfTheirBeansAndCustomizersAddMore() {
    BlockingQueue<String> left = new LinkedBlockingQueue<>();
    workflows()
        .withBean(
            "office",
            WorkCalendar.class,
            () ->
                WorkCalendar.newBuilder(ZoneOffset.UTC)
                    .weekdays(DaySpan.parse("09:00-17:00"))
                    .build())
        .withBean(
            WorkflowsCustomizer.class,
            () -> building -> building.operations(operation("more", Effect.READ, () -> {})))
        .withBean(
            WorkflowListener.class,
            () ->
                event -> {
                  if (event instanceof WorkflowEvent.AdvanceEnded ended) {
                    left.add(ended.why());
                  }
                })
        .run(
            context -> {
              Workflows workflows = context.getBean(Workflows.class);
              Workflow waiting =
                  Workflow.parse(
                      """
                      {"name": "w", "steps": [
                        {"id": "more", "call": "more"},
                        {"id": "days", "wait": {"working": "PT40H", "calendar": "office"}}]}
                      """);
              RunId run = workflows.start(TENANT, waiting, Json.Obj.EMPTY, "k");
              assertThat(left.poll(20, TimeUnit.SECONDS)).isEqualTo("waiting");
              assertThat(workflows.run(run).orElseThrow().state()).isInstanceOf(Run.Waiting.class);
            });
  }

  @Test
  void definitionsArePublishedForTheTenant(@TempDir Path folder) throws Exception {
    write(folder, "second.yml", "name: second\nsteps:\n  - {id: r, return: 7}\n");
    workflows()
        .withPropertyValues(
            DEFINITIONS + "[0]=classpath:dev/atom/spring/workflows/*.json",
            DEFINITIONS + "[1]=" + folder.resolve("*.yml"),
            "atom.workflows.tenant=acme")
        .withBean(Operation.class, () -> operation("pay", Effect.KEYED, () -> {}))
        .run(
            context -> {
              Workflows workflows = context.getBean(Workflows.class);
              assertThat(workflows.latest("acme", "refund")).isPresent();
              assertThat(workflows.latest("acme", "second")).isPresent();
              assertThat(workflows.latest(TENANT, "refund")).isEmpty();
            });
  }

  @Test
  void theReportNamesFilePathAndReason(@TempDir Path folder) throws Exception {
    String place =
        write(
            folder,
            "broken.json",
            """
            {"name": "broken", "steps": [
              {"id": "a", "call": "pay", "retries": 3},
              {"id": "b", "returns": 7}]}
            """);
    workflows()
        .withPropertyValues(DEFINITIONS + "=" + place)
        .run(
            context ->
                assertThat(refusal(context).fact())
                    .contains("broken.json")
                    .contains("\n  /steps/0/retries: ")
                    .contains("\n  /steps/1"));
  }

  @Test
  void anOperationThatIsNoBeanIsTold() {
    workflows()
        .withPropertyValues(DEFINITIONS + "=classpath:dev/atom/spring/workflows/refund.json")
        .run(
            context ->
                assertThat(refusal(context).fact()).contains("refund.json").contains("\"pay\""));
  }

  @Test
  void otherContentUnderAPublishedVersionIsRefused(@TempDir Path folder) throws Exception {
    String place =
        write(folder, "w.json", "{\"name\": \"w\", \"steps\": [{\"id\": \"r\", \"return\": 1}]}");
    ApplicationContextRunner runner =
        workflows()
            .withPropertyValues(
                DEFINITIONS + "=" + place, "atom.store.path=" + folder.resolve("atom.db"));
    runner.run(context -> assertThat(context).hasNotFailed());
    runner.run(context -> assertThat(context).hasNotFailed());
    write(folder, "w.json", "{\"name\": \"w\", \"steps\": [{\"id\": \"r\", \"return\": 2}]}");
    runner.run(
        context -> assertThat(refusal(context)).hasMessageContaining("give it a new version"));
    write(
        folder,
        "w.json",
        "{\"name\": \"w\", \"version\": 2, \"steps\": [{\"id\": \"r\", \"return\": 2}]}");
    runner.run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void aPlaceWhereNothingIsIsRefused() {
    for (String place : new String[] {"classpath:nowhere/*.json", "classpath:nowhere.json"}) {
      workflows()
          .withPropertyValues(DEFINITIONS + "=" + place)
          .run(context -> assertThat(refusal(context).property()).isEqualTo(DEFINITIONS));
    }
  }
}
