package dev.atom.workflow;

import dev.atom.job.JobRejected;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is outside: a receiver that counts what happens to it, a store that survives its hosts, and a
 * clock. Operations take {@code {"what": name}} and return {@code {"did": name}}.
 */
final class World implements AutoCloseable {
  static final JsonSchema ANY = JsonSchema.of(Json.object().put("type", "object").build());
  static final String TENANT = "acme";

  final VirtualClock clock = VirtualClock.at("2026-11-21T09:00:00Z");
  final Store store;

  /** What has happened, in its order: each keyed effect once, a blind one as often as it did. */
  final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  /** What fails for good, by name. */
  final Set<String> failing = ConcurrentHashMap.newKeySet();

  private final AtomicInteger hosts = new AtomicInteger();
  private final Map<String, Json> byKey = new ConcurrentHashMap<>();

  World() {
    store = MemoryStore.create(clock);
  }

  World(java.util.function.Function<VirtualClock, Store> engine) {
    store = engine.apply(clock);
  }

  @Override
  public void close() {
    store.close();
  }

  /** A host of its own, alive or not for long. */
  record Host(Workflows workflows, Jobs jobs, Life life) {}

  Host host() {
    return host(Life.eternal());
  }

  Host host(Life life) {
    return host(life, builder -> builder);
  }

  Host host(Life life, java.util.function.UnaryOperator<Workflows.Builder> more) {
    Store mine = new MortalStore(store, life);
    Workflows workflows =
        more.apply(
                Workflows.newBuilder(mine, clock, new Random(hosts.incrementAndGet()))
                    .operations(
                        operation("read", Effect.READ, life),
                        operation("keyed", Effect.KEYED, life),
                        operation("blind", Effect.BLIND, life),
                        operation("undo", Effect.KEYED, life))
                    .operation(operation("checkable", Effect.CHECKABLE, life), this::check))
            .build();
    Jobs jobs =
        workflows.register(Jobs.newBuilder(mine, clock, new Random(8)).withoutHeart()).build();
    return new Host(workflows, jobs, life);
  }

  private Operation operation(String name, Effect effect, Life life) {
    return Operation.of(
        new Tool(name, "Does it.", ANY),
        effect,
        (arguments, call) -> {
          String what = arguments.text("what").orElse(name);
          life.point();
          if (failing.contains(what)) {
            throw new JobRejected(what + " can't be done");
          }
          Json result = Json.object().put("did", what).build();
          if (effect == Effect.KEYED || effect == Effect.CHECKABLE) {
            if (byKey.putIfAbsent(call.idempotencyKey(), result) == null) {
              happened.add((name.equals("undo") ? "undo " : "") + what);
            }
          } else if (effect == Effect.BLIND) {
            happened.add(what);
          }
          life.point();
          return result;
        });
  }

  private StepCheck.Answer check(Json.Obj arguments, Operation.Call call) {
    Json known = byKey.get(call.idempotencyKey());
    return known == null ? new StepCheck.NotHappened() : new StepCheck.Happened(known);
  }

  /** Runs what is due until the host is dead or the run goes no further by itself. */
  Run drive(Host host, RunId run) {
    try {
      for (int i = 0; i < 200; i++) {
        host.jobs().runDue();
        Run now = host.workflows().run(run).orElseThrow();
        switch (now.state()) {
          case Run.Running s -> {}
          case Run.Waiting s -> {}
          case Run.Compensating s -> {}
          case Run.Paused s -> {
            return now;
          }
          case Run.Undecided s -> {
            return now;
          }
          case Run.CompensationFailed s -> {
            return now;
          }
          case Run.Completed s -> {
            return now;
          }
          case Run.Failed s -> {
            return now;
          }
          case Run.Cancelled s -> {
            return now;
          }
          case Run.Undone s -> {
            return now;
          }
        }
        clock.advance(Duration.ofMinutes(10));
      }
    } catch (HostDied e) {
      // Another host goes on when the claim is over.
    }
    clock.advance(Duration.ofMinutes(1));
    return host().workflows().run(run).orElseThrow();
  }

  /** Drives a run to its end, on one host that dies and then on another that decides truthfully. */
  Run finish(RunId run, Life life) {
    Run now = drive(host(life), run);
    Host other = host();
    for (int i = 0; i < 20; i++) {
      if (now.state() instanceof Run.Undecided undecided) {
        for (String step : undecided.steps()) {
          decideTruthfully(other, now, step);
        }
      }
      now = drive(other, run);
      if (!(now.state() instanceof Run.Undecided)) {
        return now;
      }
    }
    throw new AssertionError("it comes to no end: " + now.history());
  }

  private void decideTruthfully(Host host, Run run, String step) {
    String id = step.replaceAll("\\[.*", "");
    String what = step.contains("[") ? step.replaceAll(".*\\[(.*)]", id + "-$1") : id;
    boolean did = happened.contains(what);
    StepDecision decision =
        did
            ? new StepDecision.Happened(Json.object().put("did", what).build())
            : new StepDecision.Repeat();
    host.workflows().decide(run.id(), step, decision, "a person");
  }

  static Json.Obj what(String name) {
    return Json.object().put("what", name).build();
  }
}
