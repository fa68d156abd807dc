package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Random workflows, run by hosts that die, do what a simple interpreter of the same steps says that
 * they do.
 */
class RandomWorkflowProperties {
  /** Makes workflows in which every effect has its name in the iteration. */
  private static final class Maker {
    private final Random random;
    private int ids;

    Maker(Random random) {
      this.random = random;
    }

    List<Step> block(int depth) {
      List<Step> steps = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        steps.add(step(depth));
      }
      return steps;
    }

    private Step step(int depth) {
      String id = "s" + ids++;
      int kind = random.nextInt(depth == 0 ? 5 : 9);
      return switch (kind) {
        case 0, 1, 2 -> call(id);
        case 3 -> new Step.Wait(id, new WaitTime.For(Json.of("PT5M")));
        case 4 -> new Step.Assign(id, Json.object().put("v", Json.of(random.nextInt(3))).build());
        case 5, 6 ->
            new Step.Branch(
                id,
                List.of(
                    new Step.Case(
                        Condition.field("inputs.n").gte(random.nextInt(3)), block(depth - 1)),
                    new Step.Case(
                        Condition.field("inputs.n").eq(random.nextInt(3)), block(depth - 1))),
                random.nextBoolean() ? block(depth - 1) : List.of());
        case 7 -> new Step.ForEach(id, items(), 3, 1 + random.nextInt(3), block(depth - 1));
        default -> {
          Map<String, List<Step>> branches = new LinkedHashMap<>();
          branches.put("l", block(depth - 1));
          branches.put("r", block(depth - 1));
          yield new Step.Parallel(id, branches, random.nextBoolean());
        }
      };
    }

    private Json items() {
      List<Json> items = new ArrayList<>();
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        items.add(Json.of(i));
      }
      return Json.array(items);
    }

    private Step call(String id) {
      String operation = List.of("keyed", "checkable", "keyed", "read").get(random.nextInt(4));
      CallOptions options = CallOptions.DEFAULT.onError(OnError.COMPENSATE);
      if (random.nextBoolean()) {
        Json.Obj undo = Json.object().put("what", Step.ref("steps." + id + ".did")).build();
        options = options.compensate("undo", undo);
      }
      return Step.call(id, operation, Json.object().put("what", id).build(), options);
    }
  }

  /** What a reference interpreter says: how often each effect happens, and with which result. */
  private static final class Reference {
    final List<String> effects = new ArrayList<>();
    final String failing;
    boolean failed;

    Reference(String failing) {
      this.failing = failing;
    }

    Json block(List<Step> steps, int n) {
      Json last = Json.NULL;
      for (Step step : steps) {
        last = step(step, n);
        if (failed) {
          return last;
        }
      }
      return last;
    }

    private Json step(Step step, int n) {
      return switch (step) {
        case Step.Call call -> {
          if (call.id().equals(failing)) {
            failed = true;
            yield Json.NULL;
          }
          if (!call.operation().equals("read")) {
            effects.add(call.id());
          }
          yield Json.object().put("did", call.id()).build();
        }
        case Step.Assign assign -> assign.variables();
        case Step.Branch branch -> {
          for (Step.Case one : branch.cases()) {
            Json.Obj leaf = one.when().toJson();
            int value = ((Json.Num) leaf.get("value").orElseThrow()).value().intValue();
            if (leaf.text("op").orElseThrow().equals("eq") ? n == value : n >= value) {
              yield block(one.steps(), n);
            }
          }
          yield block(branch.otherwise(), n);
        }
        case Step.ForEach each -> {
          List<Json> results = new ArrayList<>();
          for (int i = 0; i < ((Json.Arr) each.items()).items().size() && !failed; i++) {
            results.add(block(each.steps(), n));
          }
          yield Json.array(results);
        }
        case Step.Parallel parallel -> {
          var results = Json.object();
          boolean any = false;
          for (Map.Entry<String, List<Step>> branch : parallel.branches().entrySet()) {
            failed = false;
            results.put(branch.getKey(), block(branch.getValue(), n));
            any |= failed;
          }
          failed = any;
          yield results.build();
        }
        default -> Json.NULL;
      };
    }
  }

  /** A time is part of the result of a wait, and of no interest. */
  private static Json withoutTimes(Json value) {
    return switch (value) {
      case Json.Obj object when object.get("until").isPresent() -> Json.NULL;
      case Json.Obj object -> {
        var built = Json.object();
        object.members().forEach((name, member) -> built.put(name, withoutTimes(member)));
        yield built.build();
      }
      case Json.Arr array ->
          Json.array(array.items().stream().map(RandomWorkflowProperties::withoutTimes).toList());
      default -> value;
    };
  }

  @Property(tries = 200)
  void aRunDoesWhatTheReferenceSays(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int n,
      @ForAll @IntRange(min = 1, max = 60) int death) {
    Maker maker = new Maker(new Random(seed));
    List<Step> steps = maker.block(3);
    steps.add(Step.call("last", "keyed", World.what("last")));
    Workflow body = Workflow.newBuilder("random").steps(steps.toArray(Step[]::new)).build();
    assertThat(Workflow.of(body.toJson())).isEqualTo(body);
    assertThat(Workflow.of(body.toJson()).steps()).isEqualTo(steps);
    Step last = steps.get(steps.size() - 2);
    World world = new World();
    Run end = run(world, body, n, death);
    Reference reference = new Reference("");
    reference.block(steps, n);
    assertThat(end.state()).as(end.history()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactlyInAnyOrderElementsOf(reference.effects);
    if (last instanceof Step.ForEach || last instanceof Step.Parallel) {
      Json result =
          end.steps().stream()
              .filter(s -> s.step().equals(last.id()))
              .findFirst()
              .flatMap(Run.StepOutcome::result)
              .orElseThrow();
      assertThat(withoutTimes(result)).isEqualTo(new Reference("").step(last, n));
    }
  }

  @Property(tries = 200)
  void aRunThatFailsUndoesWhatItDid(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int n,
      @ForAll @IntRange(min = 1, max = 60) int death) {
    Random random = new Random(seed);
    Maker maker = new Maker(random);
    List<Step> steps = maker.block(3);
    steps.add(
        Step.call(
            "last", "keyed", World.what("last"), CallOptions.DEFAULT.onError(OnError.COMPENSATE)));
    Workflow body = Workflow.newBuilder("random").steps(steps.toArray(Step[]::new)).build();
    List<String> calls =
        body.definition().places().values().stream()
            .filter(place -> place.step() instanceof Step.Call)
            .map(place -> place.step().id())
            .sorted()
            .toList();
    String failing = calls.get(random.nextInt(calls.size()));
    World world = new World();
    world.failing.add(failing);
    Run end = run(world, body, n, death);
    Reference reference = new Reference(failing);
    reference.block(steps, n);
    List<String> done = world.happened.stream().filter(h -> !h.startsWith("undo ")).toList();
    List<String> undone = world.happened.stream().filter(h -> h.startsWith("undo ")).toList();
    if (!reference.failed) {
      assertThat(end.state()).as(end.history()).isInstanceOf(Run.Completed.class);
      assertThat(done).containsExactlyInAnyOrderElementsOf(reference.effects);
      assertThat(undone).isEmpty();
      return;
    }
    assertThat(end.state()).as(end.history()).isInstanceOf(Run.Failed.class);
    assertThat(((Run.Failed) end.state()).compensated()).isTrue();
    List<String> expected =
        end.steps().stream()
            .filter(s -> s.outcome().equals("done") && !s.step().startsWith("undo:"))
            .map(s -> s.step().replaceAll("\\[.*", ""))
            .filter(id -> undoable(body, id))
            .map(id -> "undo " + id)
            .toList();
    assertThat(undone).as(end.history()).containsExactlyInAnyOrderElementsOf(expected);
    List<String> toUndo =
        done.stream().filter(id -> undoable(body, id)).map(id -> "undo " + id).toList();
    List<String> effects = undone.stream().filter(u -> effect(body, u.substring(5))).toList();
    assertThat(effects).as(end.history()).containsExactlyInAnyOrderElementsOf(toUndo);
  }

  @Property(tries = 200)
  void aRunThatGoesBackHasDoneEverythingOnceInTheEnd(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int n,
      @ForAll @IntRange(min = 1, max = 40) int death) {
    Random random = new Random(seed);
    List<Step> steps = new Maker(random).block(3);
    steps.add(Step.call("last", "keyed", World.what("last")));
    Workflow body = Workflow.newBuilder("random").steps(steps.toArray(Step[]::new)).build();
    World world = new World();
    World.Host host = world.host();
    Json.Obj inputs = Json.object().put("n", n).build();
    RunId id = host.workflows().start(World.TENANT, body, inputs, "k");
    Run first = world.drive(host, id);
    List<String> before = List.copyOf(world.happened);
    List<Run.StepOutcome> known = first.steps();
    String from = known.get(random.nextInt(known.size())).step();
    host.workflows().retryFrom(id, from, Undoing.AS_FAR_AS_POSSIBLE, "ann", "chance");
    Run end = world.finish(id, Life.until(death));
    assertThat(end.state()).as(end.history()).isEqualTo(first.state());
    Range range = Range.from(body, from).orElseThrow();
    List<String> expected = new ArrayList<>(before);
    for (Run.StepOutcome step : known) {
      String name = Range.id(step.step());
      if (range.has(step.step()) && isCall(body, name)) {
        if (undoable(body, name)) {
          expected.add("undo " + name);
        }
        if (effect(body, name)) {
          expected.add(name);
        }
      }
    }
    assertThat(world.happened)
        .as(from + "\n" + end.history())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static boolean isCall(Workflow workflow, String id) {
    return workflow.definition().places().get(id).step() instanceof Step.Call;
  }

  @Tag("soak")
  @Property(tries = 20_000)
  void aLongCampaignFindsNoDifference(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int n,
      @ForAll @IntRange(min = 1, max = 60) int death) {
    aRunDoesWhatTheReferenceSays(seed, n, death);
    aRunThatFailsUndoesWhatItDid(seed, n, death);
    aRunThatGoesBackHasDoneEverythingOnceInTheEnd(seed, n, death);
  }

  private static boolean effect(Workflow workflow, String id) {
    return workflow.definition().places().get(id).step() instanceof Step.Call call
        && !call.operation().equals("read");
  }

  private static boolean undoable(Workflow workflow, String id) {
    Definition.Place place = workflow.definition().places().get(id);
    return place.step() instanceof Step.Call call && call.options().compensation().isPresent();
  }

  private static Run run(World world, Workflow workflow, int n, int death) {
    Json.Obj inputs = Json.object().put("n", n).build();
    RunId run = world.host().workflows().start(World.TENANT, workflow, inputs, "k");
    return world.finish(run, Life.until(death));
  }
}
