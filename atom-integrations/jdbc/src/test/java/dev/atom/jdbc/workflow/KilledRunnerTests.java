package dev.atom.jdbc.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.jdbc.ChildJvm;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.workflow.Run;
import dev.atom.workflow.RunId;
import dev.atom.workflow.StepDecision;
import dev.atom.workflow.Workflows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A process that advances a run is killed at a random moment (SIGKILL), and another host goes on.
 */
abstract class KilledRunnerTests {
  private static final int KILLS = Integer.getInteger("atom.runKills", 3);
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  /** Returns a file, or a server's URL. */
  abstract String database();

  @Test
  void everyEffectHappensOnceOrAPersonIsAsked() throws Exception {
    Random random = new Random(SEED);
    int asked = 0;
    int cut = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> lines = Collections.synchronizedList(new ArrayList<>());
      RunId run = start(kill);
      runAndKill(kill, run, random, lines);
      cut += lines.size() < RunnerProcess.EFFECTS ? 1 : 0;
      asked += goOn(kill, run, lines);
      check(lines, "kill " + kill + ", seed " + SEED);
    }
    System.out.printf(
        "%s: %d kills, %d in the midst, %d steps undecided, seed %d%n",
        getClass().getSimpleName(), KILLS, cut, asked, SEED);
  }

  /** Each kill has ten minutes of its own, so that what was claimed before is free. */
  private static long minutes(int kill) {
    return 10L * kill;
  }

  private RunId start(int kill) {
    var clock = RunnerProcess.ahead(minutes(kill));
    try (Databases.Opened opened = Databases.open(database(), clock)) {
      return RunnerProcess.workflows(opened.store(), clock, line -> {})
          .start("acme", RunnerProcess.WORK, Json.Obj.EMPTY, "run " + kill);
    }
  }

  private void runAndKill(int kill, RunId run, Random random, List<String> lines) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            RunnerProcess.class,
            database(),
            String.valueOf(minutes(kill)),
            run.tenant(),
            run.id())) {
      assertThat(child.line()).isEqualTo(RunnerProcess.READY);
      int wanted = random.nextInt(RunnerProcess.EFFECTS);
      for (int i = 0; i < wanted; i++) {
        lines.add(child.line());
      }
      LockSupport.parkNanos(random.nextInt(6_000_000)); // anywhere between two effects
      lines.addAll(child.kill());
    }
  }

  /** Drives the run to its end; returns of how many steps nobody knew whether they had happened. */
  private int goOn(int kill, RunId run, List<String> lines) {
    var clock = RunnerProcess.ahead(minutes(kill) + 5);
    int asked = 0;
    try (Databases.Opened opened = Databases.open(database(), clock)) {
      Workflows workflows = RunnerProcess.workflows(opened.store(), clock, lines::add);
      Jobs jobs = RunnerProcess.jobs(workflows, opened.store(), clock);
      Run now = look(jobs, workflows, run);
      for (int i = 0; i < 10 && now.state() instanceof Run.Undecided undecided; i++) {
        for (String step : undecided.steps()) {
          asked++;
          workflows.decide(run, step, truth(step, lines), "a person");
        }
        now = look(jobs, workflows, run);
      }
      assertThat(now.state())
          .as("kill %d, seed %d: %s", kill, SEED, now.history())
          .isInstanceOf(Run.Completed.class);
    }
    return asked;
  }

  private static Run look(Jobs jobs, Workflows workflows, RunId run) {
    jobs.runDue();
    return workflows.run(run).orElseThrow();
  }

  private static StepDecision truth(String step, List<String> lines) {
    String what = step.replace('[', '-').replace("]", "");
    boolean happened = lines.stream().anyMatch(line -> line.endsWith(" " + what));
    return happened
        ? new StepDecision.Happened(Json.object().put("did", what).build())
        : new StepDecision.Repeat();
  }

  private static void check(List<String> lines, String when) {
    List<String> blind = lines.stream().filter(line -> line.startsWith("blind ")).toList();
    assertThat(blind.stream().map(KilledRunnerTests::what))
        .as(when)
        .containsExactlyInAnyOrder("b1", "be-0", "be-1", "be-2", "be-3", "b2", "b3");
    List<String> keyed =
        lines.stream().filter(line -> line.startsWith("keyed ")).distinct().toList();
    assertThat(keyed.stream().map(KilledRunnerTests::what))
        .as(when + ": one key for each effect, however often it was called")
        .containsExactlyInAnyOrder("k1", "u1", "ke-0", "ke-1", "ke-2", "ke-3", "k2", "k3");
  }

  private static String what(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }
}
