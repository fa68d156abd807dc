package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes to runs from outside of their advance. A run that nobody looks at is advanced at once; one
 * that is being advanced sees what was written with its own next append. Thread-safe.
 */
final class RunWriter {
  private static final int PAGE = 1_000;

  private final Store store;
  private final Clock clock;

  RunWriter(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A run as it is read. */
  record Read(RunFold fold, long version) {}

  /**
   * What is to be written.
   *
   * @param event the event
   * @param more what belongs to it
   * @param look whether the run is to be advanced if nobody looks at it
   */
  record Change(NewEvent event, Consumer<Append.Builder> more, boolean look) {
    static Change of(NewEvent event) {
      return new Change(event, append -> {}, true);
    }
  }

  Read read(Subject run) {
    RunFold fold = new RunFold();
    long version = 0;
    List<Event> page;
    do {
      page = store.read(run, version, PAGE);
      for (Event event : page) {
        fold.apply(event.event(), event.at());
        version = event.version();
      }
    } while (page.size() == PAGE);
    return new Read(fold, version);
  }

  /** Writes what is decided on the run as it is; decides anew if somebody else was first. */
  boolean write(RunId run, Function<RunFold, Optional<Change>> decide) {
    while (true) {
      Read read = read(run.subject());
      if (!read.fold().exists()) {
        throw new RunRefused(RunRefused.Reason.NO_SUCH_RUN, "there is no run " + run);
      }
      Optional<Change> change = decide.apply(read.fold());
      if (change.isEmpty()) {
        return false;
      }
      Append.Builder append =
          Append.to(run.subject()).expect(read.version()).event(change.get().event());
      change.get().more().accept(append);
      if (change.get().look() && read.fold().idle()) {
        append.plan(Session.timer(clock.instant()));
      }
      try {
        store.append(append.build());
        return true;
      } catch (VersionConflict e) {
        // Read again and decide anew.
      }
    }
  }

  boolean cancelUnlessEnded(RunId run, boolean compensate, String actor) {
    return write(
        run,
        fold -> {
          if (fold.ended().isPresent() || fold.compensating() || fold.cancel().isPresent()) {
            return Optional.empty();
          }
          Json.Obj how = Json.object().put("compensate", compensate).build();
          return Optional.of(Change.of(RunEvents.event(RunEvents.CANCEL, how, actor)));
        });
  }

  void compensate(RunId run) {
    write(
        run,
        fold -> {
          boolean done =
              fold.ended()
                  .filter(e -> e.get("compensated").equals(Optional.of(Json.of(true))))
                  .isPresent();
          if (fold.ended().isEmpty() || done) {
            return Optional.empty();
          }
          NewEvent wanted = RunEvents.event(RunEvents.COMPENSATE, Json.Obj.EMPTY);
          return Optional.of(Change.of(wanted));
        });
  }

  /** Tells a run that one it waits for has ended. */
  void childEnded(RunId parent, String step, RunId child, Json.Obj ended) {
    boolean undone = ended.get("compensated").equals(Optional.of(Json.of(true)));
    var data = Json.object().put("step", step).put("run", child.id());
    ended.members().forEach((name, value) -> copy(name, value, data));
    NewEvent event = RunEvents.event(RunEvents.CHILD_ENDED, data.build());
    write(
        parent,
        fold -> {
          Optional<StepRecord> waiting = fold.step(step);
          boolean told =
              waiting.filter(s -> !s.is(StepRecord.Status.WAITING)).isPresent()
                  && waiting.get().data().text("run").equals(Optional.of(child.id()));
          boolean awaited =
              waiting.filter(s -> s.is(StepRecord.Status.WAITING)).isPresent()
                  || (told && undone && undoAwaited(fold, child));
          return awaited ? Optional.of(Change.of(event)) : Optional.empty();
        });
  }

  private static boolean undoAwaited(RunFold fold, RunId child) {
    return fold.steps(StepRecord.Status.WAITING).stream()
        .anyMatch(
            s ->
                s.key().startsWith(RunFold.UNDO)
                    && s.data().text("run").equals(Optional.of(child.id())));
  }

  private static void copy(String name, Json value, dev.atom.json.JsonObjectBuilder data) {
    if (!name.equals("step") && !name.equals("run")) {
      data.put(name, value);
    }
  }
}
