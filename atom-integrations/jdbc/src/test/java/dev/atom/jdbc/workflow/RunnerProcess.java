package dev.atom.jdbc.workflow;

import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.Store;
import dev.atom.workflow.Run;
import dev.atom.workflow.RunId;
import dev.atom.workflow.Workflow;
import dev.atom.workflow.Workflows;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A host that advances runs until it is killed. What happens to the world is a line on its output:
 * the class of the effect, the idempotency key, what.
 */
final class RunnerProcess {
  static final String READY = "ready";

  static final Workflow WORK =
      Workflow.parse(
          """
          {"name": "work", "steps": [
            {"id": "k1", "call": "keyed", "with": {"what": "k1"}},
            {"id": "b1", "call": "blind", "with": {"what": "b1"}},
            {"id": "u1", "call": "keyed", "with": {"what": "u1"},
             "compensate": {"call": "keyed", "with": {"what": "undo"}}},
            {"id": "each", "forEach": [1, 2, 3, 4], "max": 4, "concurrency": 2, "steps": [
              {"id": "ke", "call": "keyed", "with": {"what": "ke-${index}"}},
              {"id": "be", "call": "blind", "with": {"what": "be-${index}"}}]},
            {"id": "both", "parallel": {
              "left": [{"id": "k2", "call": "keyed", "with": {"what": "k2"}},
                       {"id": "b2", "call": "blind", "with": {"what": "b2"}}],
              "right": [{"id": "k3", "call": "keyed", "with": {"what": "k3"}}]}},
            {"id": "b3", "call": "blind", "with": {"what": "b3"}}]}
          """);

  /** How many effects a run has. */
  static final int EFFECTS = 15;

  private RunnerProcess() {}

  /** Arguments: the database, by how many minutes the clock is ahead, tenant and id of the run. */
  public static void main(String[] arguments) {
    Clock clock = ahead(Long.parseLong(arguments[1]));
    RunId run = new RunId(arguments[2], arguments[3]);
    try (Databases.Opened opened = Databases.open(arguments[0], clock);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      Workflows workflows = workflows(opened.store(), clock, line -> say(out, line));
      Jobs jobs = jobs(workflows, opened.store(), clock);
      say(out, READY);
      while (!(workflows.run(run).orElseThrow().state() instanceof Run.Completed)) {
        jobs.runDue();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Clock ahead(long minutes) {
    return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
  }

  /** One write of a whole line, so that there is no half of one. */
  private static void say(FileOutputStream out, String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Workflows workflows(Store store, Clock clock, Consumer<String> world) {
    return Workflows.newBuilder(store, clock, new Random())
        .operations(
            operation("keyed", Effect.KEYED, world), operation("blind", Effect.BLIND, world))
        .build();
  }

  static Jobs jobs(Workflows workflows, Store store, Clock clock) {
    return workflows.register(Jobs.newBuilder(store, clock, new Random()).withoutHeart()).build();
  }

  private static Operation operation(String name, Effect effect, Consumer<String> world) {
    JsonSchema any = JsonSchema.of(Json.object().put("type", "object").build());
    return Operation.of(
        new Tool(name, "Does it.", any),
        effect,
        (arguments, call) -> {
          String what = arguments.text("what").orElseThrow();
          world.accept(name + " " + call.idempotencyKey() + " " + what);
          return Json.object().put("did", what).build();
        });
  }
}
