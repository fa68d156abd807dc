package dev.atom.workflow;

import static dev.atom.workflow.KilledHostContract.undoable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import org.junit.jupiter.api.Test;

class CompensationTest extends CompensationContract {
  @Override
  protected Store open(VirtualClock clock) {
    return MemoryStore.create(clock);
  }

  @Test
  void whatCannotBeUndoneWaitsForAPersonAndIsRetried() {
    World world = new World();
    world.failing.add("b");
    world.failing.add("a2");
    Step a =
        Step.call(
            "a",
            "keyed",
            World.what("a"),
            CallOptions.DEFAULT.compensate("undo", World.what("a2")));
    World.Host host = world.host();
    RunId run =
        host.workflows()
            .start(
                World.TENANT,
                Workflow.newBuilder("outer")
                    .steps(a, undoable("b", "keyed", OnError.COMPENSATE))
                    .build(),
                Json.Obj.EMPTY,
                "k");
    Run stuck = world.drive(host, run);
    assertThat(stuck.state()).isInstanceOf(Run.CompensationFailed.class);
    assertThat(((Run.CompensationFailed) stuck.state()).step()).isEqualTo("undo:a");
    world.failing.clear();
    host.workflows().retry(run, "a person");
    Run end = world.drive(host, run);
    assertThat(end.state()).isInstanceOf(Run.Failed.class);
    assertThat(world.happened).containsExactly("a", "undo a2");
  }
}
