package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The definitions that a store holds, each version once. Thread-safe. */
final class Catalogue {
  private static final String KIND = "workflow";
  private static final String SPACE = "workflow_version";
  private static final String PUBLISHED = "workflow_published";
  private static final int MOST_KEPT = 1_000;
  private static final int PAGE = 100;

  private final Store store;
  private final Map<Id, Workflow> known = new ConcurrentHashMap<>();

  private record Id(String tenant, String name, int version) {}

  Catalogue(Store store) {
    this.store = store;
  }

  void publish(String tenant, Workflow workflow, String actor) {
    Subject subject = new Subject(tenant, KIND, workflow.name());
    UniqueKey key = new UniqueKey(tenant, SPACE, workflow.name() + "@" + workflow.version());
    NewEvent event = new NewEvent(PUBLISHED, workflow.toJson(), actor, Optional.empty());
    try {
      store.append(Append.to(subject).event(event).unique(key, "published").build());
    } catch (UniqueKeyTaken taken) {
      Optional<Workflow> there = find(tenant, workflow.name(), workflow.version());
      if (!there.equals(Optional.of(workflow))) {
        throw new RunRefused(
            RunRefused.Reason.VERSION_TAKEN,
            workflow + " is published already with other content; give it the next version");
      }
    }
  }

  Optional<Workflow> find(String tenant, String name, int version) {
    Id id = new Id(tenant, name, version);
    Workflow kept = known.get(id);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<Workflow> found =
        versions(tenant, name).stream().filter(w -> w.version() == version).findFirst();
    found.ifPresent(workflow -> keep(id, workflow));
    return found;
  }

  Optional<Workflow> latest(String tenant, String name) {
    return versions(tenant, name).stream().max(Comparator.comparingInt(Workflow::version));
  }

  List<Workflow> versions(String tenant, String name) {
    Subject subject = new Subject(tenant, KIND, name);
    List<Workflow> versions = new ArrayList<>();
    long after = 0;
    List<Event> page;
    do {
      page = store.read(subject, after, PAGE);
      for (Event event : page) {
        after = event.version();
        versions.add(parsed(tenant, name, event.data()));
      }
    } while (page.size() == PAGE);
    return versions;
  }

  private Workflow parsed(String tenant, String name, Json.Obj document) {
    Json version = document.get("version").orElse(Json.of(1));
    int number = version instanceof Json.Num n ? bounded(n.value()) : 1;
    Id id = new Id(tenant, name, number);
    Workflow kept = known.get(id);
    if (kept != null) {
      return kept;
    }
    Workflow workflow = Workflow.of(document);
    keep(id, workflow);
    return workflow;
  }

  private static int bounded(BigDecimal value) {
    return value.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
  }

  /** The definition of a run: a published one, or the one that it carries. */
  Workflow of(RunId run, RunFold fold) {
    return fold.definition()
        .map(Workflow::of)
        .or(() -> find(run.tenant(), fold.workflow(), fold.version()))
        .orElseThrow(
            () ->
                new RunRefused(
                    RunRefused.Reason.NO_SUCH_WORKFLOW,
                    "run "
                        + run
                        + " is of workflow \""
                        + fold.workflow()
                        + "\" version "
                        + fold.version()
                        + ", which is not published"));
  }

  private void keep(Id id, Workflow workflow) {
    if (known.size() >= MOST_KEPT) {
      known.clear(); // a cache: what is used is soon there again
    }
    known.put(id, workflow);
  }
}
