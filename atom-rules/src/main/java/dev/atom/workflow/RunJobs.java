package dev.atom.workflow;

import dev.atom.job.JobRun;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.Append;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.util.Optional;

/** Does what is due of runs. Thread-safe. */
final class RunJobs {
  private final Host host;
  private final Catalogue catalogue;
  private final RunWriter runs;
  private final Children children;

  RunJobs(Host host, Catalogue catalogue, RunWriter runs) {
    this.host = host;
    this.catalogue = catalogue;
    this.runs = runs;
    children = new Children(host.store(), catalogue, runs);
  }

  void run(JobRun job) {
    if (job.job().name().equals(Workflows.NOTIFY)) {
      tellParent(job);
      return;
    }
    if (job.job().name().equals(Workflows.WAKE)) {
      wake(job);
      return;
    }
    Session session = new Session(host, job);
    RunFold fold = session.fold();
    if (!fold.exists() || fold.ended().isPresent()) {
      return;
    }
    host.tell(new WorkflowEvent.AdvanceStarted(session.run()));
    String why = "lost";
    try {
      why = new Advance(session, catalogue.of(session.run(), fold), children).run();
    } finally {
      host.tell(new WorkflowEvent.AdvanceEnded(session.run(), why));
    }
  }

  /** Has a run looked at that somebody has written to without looking at it. */
  private void wake(JobRun job) {
    while (true) {
      RunWriter.Read read = runs.read(job.subject());
      if (!read.fold().parked()) {
        return; // whoever advances it sees what was written
      }
      try {
        job.complete(
            Append.to(job.subject())
                .expect(read.version())
                .plan(Session.timer(host.clock().instant())));
        return;
      } catch (VersionConflict e) {
        // Somebody has written: look again.
      }
    }
  }

  private void tellParent(JobRun job) {
    RunFold fold = runs.read(job.subject()).fold();
    Optional<Json.Obj> parent = fold.parent();
    if (parent.isPresent() && fold.ended().isPresent()) {
      RunId to = new RunId(job.subject().tenant(), parent.get().text("run").orElseThrow());
      String step = parent.get().text("step").orElseThrow();
      runs.childEnded(to, step, RunId.of(job.subject()), result(job.subject(), fold));
    }
  }

  /** How a run has ended, with its result in full: what is in its blobs is not its parent's. */
  private Json.Obj result(Subject run, RunFold fold) {
    Json.Obj ended = fold.ended().orElseThrow();
    JsonObjectBuilder told = Json.object();
    ended.members().forEach((name, value) -> told.put(name, value));
    if (ended.get("blob").isPresent() && host.blobs().isPresent()) {
      told.put("result", Results.load(host, run, ended));
      Json.Obj whole = told.build();
      JsonObjectBuilder kept = Json.object();
      whole
          .members()
          .forEach(
              (name, value) -> {
                if (!name.equals("blob")) {
                  kept.put(name, value);
                }
              });
      RunId parent = new RunId(run.tenant(), fold.parent().orElseThrow().text("run").orElseThrow());
      return host.kept(parent, kept.build());
    }
    return told.build();
  }
}
