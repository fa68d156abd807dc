package dev.atom.benchmarks;

import dev.atom.jdbc.PostgresStore;
import dev.atom.jdbc.SqliteStore;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.workflow.Step;
import dev.atom.workflow.Workflow;
import dev.atom.workflow.Workflows;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * How many steps of workflows a host does in a second, beside the floor of what is written for each: a
 * bare append. A harness of its own: what is measured runs on threads that JMH does not know.
 */
public final class WorkflowSteps {
  private static final String TENANT = "acme";
  private static final int STEPS = 20;
  private static final int CONNECTIONS = 16;

  private WorkflowSteps() {}

  /**
   * Measures the memory engine, SQLite and, if there is one, PostgreSQL five times and prints each
   * result.
   *
   * @param arguments how many runs of 20 steps (default 2000), how many at a time (default 64), and
   *     the JDBC URL of a PostgreSQL database that may be written to
   * @throws InterruptedException if interrupted
   * @throws SQLException if the database can't be reached
   */
  public static void main(String... arguments) throws InterruptedException, SQLException {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
    int concurrency = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    for (int i = 0; i < 5; i++) {
      try (Store store = MemoryStore.create(Clock.systemUTC())) {
        print("memory", store, runs, concurrency);
      }
    }
    for (int i = 0; i < 5; i++) {
      try (TemporaryFolder folder = TemporaryFolder.make();
          Store store = SqliteStore.open(folder.path().resolve("runs.db"), Clock.systemUTC())) {
        print("SQLite", store, runs, concurrency);
      }
    }
    for (int i = 0; arguments.length > 2 && i < 5; i++) {
      try (SharedConnections connections = new SharedConnections(arguments[2], CONNECTIONS);
          Store store =
              PostgresStore.on(connections.dataSource(), "flow" + i + "_", Clock.systemUTC())) {
        print("PostgreSQL", store, runs, concurrency);
      }
    }
  }

  /**
   * Measures a store and prints the result.
   *
   * @param name what it is called in the output
   * @param store empty
   * @param runs how many runs
   * @param concurrency how many at a time
   * @throws InterruptedException if interrupted
   */
  static void print(String name, Store store, int runs, int concurrency)
      throws InterruptedException {
    double floor = floor(store, runs / 2 * STEPS);
    double alone = alone(store, runs / 2);
    double many = throughput(store, runs, concurrency);
    System.out.printf(
        Locale.ROOT,
        "%s: one thread: bare append %.1f us, a step %.1f us, so %.1f us added; %d at a time:"
            + " %,.0f steps/s%n",
        name,
        floor,
        alone,
        alone - floor,
        concurrency,
        many);
  }

  /** Microseconds for an append of one event of a step's size, to subjects of as many events. */
  static double floor(Store store, int appends) {
    Json.Obj data =
        Json.parseObject("{\"step\": \"s12\", \"result\": {\"n\": 12, \"text\": \"done\"}}");
    long begun = System.nanoTime();
    for (int i = 0; i < appends; i++) {
      Subject subject = new Subject(TENANT, "bare", "r" + i / STEPS);
      NewEvent event = new NewEvent("step_done", data, "bare", Optional.empty());
      store.append(Append.to(subject).expect(i % STEPS).event(event).build());
    }
    return (System.nanoTime() - begun) / 1e3 / appends;
  }

  /** Microseconds for a step, starting and ending the run included, one run after the other. */
  static double alone(Store store, int runs) {
    Workflows workflows = workflows(store, () -> {});
    Workflow workflow = workflow();
    workflows.publish(TENANT, workflow, "bench");
    long begun = System.nanoTime();
    try (Jobs jobs =
        workflows.register(Jobs.newBuilder(store, Clock.systemUTC(), new Random(2))).build()) {
      for (int i = 0; i < runs; i++) {
        workflows.start(TENANT, "bench", Json.Obj.EMPTY, "alone-" + i);
        jobs.runDue();
      }
    }
    return (System.nanoTime() - begun) / 1e3 / ((double) runs * STEPS);
  }

  /**
   * Has runs that are started already done by a started host.
   *
   * @param store the store
   * @param runs how many
   * @param concurrency how many at a time
   * @return steps per second, until the last call
   * @throws InterruptedException if interrupted
   */
  static double throughput(Store store, int runs, int concurrency) throws InterruptedException {
    CountDownLatch calls = new CountDownLatch(runs * STEPS);
    Workflows workflows = workflows(store, calls::countDown);
    workflows.publish(TENANT, workflow(), "bench");
    for (int i = 0; i < runs; i++) {
      workflows.start(TENANT, "bench", Json.Obj.EMPTY, "many-" + i);
    }
    try (Jobs jobs =
        workflows
            .register(Jobs.newBuilder(store, Clock.systemUTC(), new Random(3)))
            .concurrency(concurrency)
            .build()) {
      long begun = System.nanoTime();
      jobs.start();
      calls.await();
      return runs * (double) STEPS / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private static Workflows workflows(Store store, Runnable called) {
    Operation operation =
        Operation.of(
            new Tool("work", "Works.", JsonSchema.parse("{\"type\": \"object\"}")),
            Effect.KEYED,
            (arguments, call) -> {
              called.run();
              return Json.object()
                  .put("n", arguments.get("n").orElse(Json.NULL))
                  .put("text", "done")
                  .build();
            });
    return Workflows.newBuilder(store, Clock.systemUTC(), new Random())
        .operations(operation)
        .build();
  }

  private static Workflow workflow() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      Json from = i == 0 ? Json.of(0) : Step.ref("steps.s" + (i - 1) + ".n");
      steps.add(Step.call("s" + i, "work", Json.object().put("n", from).build()));
    }
    return Workflow.newBuilder("bench").steps(steps.toArray(Step[]::new)).build();
  }
}
