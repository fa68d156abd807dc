package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.NewEvent;
import dev.atom.workflow.StepRecord.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a run has come to: its events, folded one after the other. One thread at a time applies
 * events; any may read.
 */
final class RunFold {
  /** Something that was done and may have to be undone. */
  record Done(String key, int generation, Json.Obj data) {
    String undoKey() {
      return UNDO + key + (generation == 0 ? "" : "#" + generation);
    }
  }

  /** What begins the key of a compensation. */
  static final String UNDO = "undo:";

  private final Map<String, StepRecord> steps = new ConcurrentHashMap<>();
  private final Queue<String> order = new ConcurrentLinkedQueue<>();
  private final List<Done> done = new ArrayList<>();
  private volatile Json.Obj start = Json.Obj.EMPTY;
  private volatile Instant startedAt = Instant.EPOCH;
  private volatile Instant lastAt = Instant.EPOCH;
  private volatile int version;
  private volatile boolean compensating;
  private volatile Json.Obj cause = Json.Obj.EMPTY;
  private volatile Json.@Nullable Obj ended;
  private volatile boolean parked;
  private volatile boolean paused;
  private volatile Json.@Nullable Obj cancel;
  private volatile Json.@Nullable Obj rewinding;
  private final Map<String, Json.Obj> revisions = new ConcurrentHashMap<>();
  private final List<Run.GoneBack> goneBack = new ArrayList<>();

  void apply(NewEvent event, Instant at) {
    Json.Obj data = event.data();
    lastAt = at;
    switch (event.type()) {
      case RunEvents.STARTED -> {
        start = data;
        startedAt = at;
        version = number(data, "version");
      }
      case RunEvents.WAITING -> parked = true;
      case RunEvents.ENDED -> ended = data;
      case RunEvents.COMPENSATING -> {
        compensating = true;
        cause = data;
      }
      case RunEvents.STEP_STARTED -> step(data, Status.STARTED, at);
      case RunEvents.STEP_DONE -> step(data, Status.DONE, at);
      case RunEvents.STEP_RETRY -> step(data, Status.RETRYING, at);
      case RunEvents.STEP_FAILED -> step(data, Status.FAILED, at);
      case RunEvents.STEP_UNKNOWN -> step(data, Status.UNKNOWN, at);
      case RunEvents.STEP_WAITING -> step(data, Status.WAITING, at);
      case RunEvents.SIGNAL, RunEvents.APPROVAL -> step(data, Status.DONE, at);
      case RunEvents.CHILD_ENDED -> child(data, at);
      case RunEvents.DECIDED -> step(data, decided(data), at);
      case RunEvents.CANCEL -> cancel = data;
      case RunEvents.PAUSE -> paused = true;
      case RunEvents.RESUME -> paused = false;
      case RunEvents.RETRY -> retry(data, at);
      case RunEvents.RETRY_FROM -> {
        retry(data, at);
        rewinding = data;
        goneBack.add(goneBack(data, event.actor(), "reason", at));
      }
      case RunEvents.REVISED -> {
        revisions.put(data.text("step").orElse(""), data);
        rewinding = data;
        goneBack.add(goneBack(data, data.text("by").orElse(""), "feedback", at));
      }
      case RunEvents.REWOUND -> rewound(data, at);
      case RunEvents.COMPENSATE -> {
        compensating = true;
        cause = ended == null ? data : ended;
        ended = null;
      }
      case RunEvents.MIGRATED -> version = number(data, "version");
      default -> {} // another part's, such as an approval's
    }
    if (RunEvents.byWorker(event.type()) && !event.type().equals(RunEvents.WAITING)) {
      parked = false;
    }
  }

  private void step(Json.Obj data, Status status, Instant at) {
    String key = data.text("step").orElse("");
    StepRecord old = steps.get(key);
    int before = old == null ? 0 : old.attempts();
    int attempts = data.get("attempt").isPresent() ? number(data, "attempt") : before;
    int generation = old == null ? 0 : old.generation();
    Instant since = old == null || old.is(Status.AGAIN) ? at : old.since();
    if (old == null) {
      order.add(key);
    }
    Json.Obj worked = old == null ? Json.Obj.EMPTY : old.worked();
    if (data.members().get(Worked.MEMBER) instanceof Json.Obj given) {
      worked = given;
    }
    steps.put(key, new StepRecord(key, status, attempts, generation, data, worked, since, at));
    boolean happened = data.get("happened").isPresent();
    if ((status == Status.DONE || happened) && !key.startsWith(UNDO)) {
      done.add(new Done(key, generation, data));
    }
  }

  /** Another run has ended, or has undone what it did. */
  private void child(Json.Obj data, Instant at) {
    String key = data.text("step").orElse("");
    boolean undone = data.get("compensated").equals(Optional.of(Json.of(true)));
    boolean completed = data.text("state").equals(Optional.of("completed"));
    StepRecord old = steps.get(key);
    if (old != null && (old.is(Status.DONE) || old.is(Status.FAILED))) {
      if (undone) { // told again because this run had it undone
        Done last = lastDone(key);
        var told = Json.object().put("step", last.undoKey()).put("result", Json.NULL);
        step(told.build(), Status.DONE, at);
      }
      return;
    }
    step(data, completed ? Status.DONE : Status.FAILED, at);
    if (!completed && !undone) {
      done.add(new Done(key, old == null ? 0 : old.generation(), data));
    }
  }

  private Done lastDone(String key) {
    return done.stream()
        .filter(d -> d.key().equals(key))
        .reduce((a, b) -> b)
        .orElseGet(() -> new Done(key, 0, Json.Obj.EMPTY));
  }

  private static Status decided(Json.Obj data) {
    return switch (data.text("decision").orElse("")) {
      case "happened" -> Status.DECIDED;
      case "repeat" -> Status.AGAIN;
      default -> Status.FAILED;
    };
  }

  private void retry(Json.Obj data, Instant at) {
    ended = null;
    cancel = null;
    if (data.members().get("steps") instanceof Json.Arr keys) {
      for (Json key : keys.items()) {
        StepRecord old = steps.get(((Json.Str) key).value());
        if (old != null) {
          // A call keeps its key; another run or approval is another one.
          boolean anew = old.is(Status.WAITING) || old.data().get("run").isPresent();
          int generation = old.generation() + (anew ? 1 : 0);
          Json.Obj worked = anew ? Json.Obj.EMPTY : old.worked();
          if (anew) { // what was sent back has been asked again already
            revisions.computeIfPresent(old.key(), (step, sent) -> asked(sent));
          }
          steps.put(
              old.key(),
              new StepRecord(
                  old.key(), Status.AGAIN, 0, generation, data, worked, old.since(), at));
        }
      }
    }
  }

  private static Json.Obj asked(Json.Obj sent) {
    JsonObjectBuilder rest = Json.object();
    sent.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("approval")) {
                rest.put(name, value);
              }
            });
    return rest.build();
  }

  private static Run.GoneBack goneBack(Json.Obj data, String actor, String why, Instant at) {
    List<String> stays =
        data.members().get("stays") instanceof Json.Arr keys
            ? keys.items().stream().map(key -> ((Json.Str) key).value()).toList()
            : List.of();
    return new Run.GoneBack(
        data.text("from").orElse(""), actor, data.text(why).orElse(""), stays, at);
  }

  /** What was to be undone is: the steps are done as if they had never been. */
  private void rewound(Json.Obj data, Instant at) {
    Range range = Range.of((Json.Obj) data.get("again").orElse(Json.Obj.EMPTY));
    String asked = rewinding == null ? "" : rewinding.text("step").orElse("");
    rewinding = null;
    steps.replaceAll(
        (key, old) -> key.startsWith(UNDO) || !range.has(key) ? old : old.anew(data, at));
    done.removeIf(one -> range.has(one.key()));
    revisions.keySet().removeIf(key -> range.has(key) && !key.equals(asked));
  }

  private static int number(Json.Obj data, String member) {
    return data.members().get(member) instanceof Json.Num n
        ? n.value().min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue()
        : 0;
  }

  boolean exists() {
    return !start.members().isEmpty();
  }

  String workflow() {
    return start.text("workflow").orElse("");
  }

  int version() {
    return version;
  }

  /** The definition, if it was not published but came with the run. */
  Optional<Json> definition() {
    return start.get("definition");
  }

  Json.Obj inputs() {
    return start.members().get("inputs") instanceof Json.Obj inputs ? inputs : Json.Obj.EMPTY;
  }

  int depth() {
    return number(start, "depth");
  }

  /** The run and step that wait for this one. */
  Optional<Json.Obj> parent() {
    return start.get("parent").map(p -> (Json.Obj) p);
  }

  Instant startedAt() {
    return startedAt;
  }

  Instant lastAt() {
    return lastAt;
  }

  Optional<StepRecord> step(String key) {
    return Optional.ofNullable(steps.get(key));
  }

  /** In the order in which they were first heard of. */
  List<StepRecord> steps() {
    return order.stream().map(steps::get).toList();
  }

  List<StepRecord> steps(Status status) {
    return steps.values().stream()
        .filter(s -> s.is(status))
        .sorted(Comparator.comparing(StepRecord::key))
        .toList();
  }

  int count() {
    return steps.size();
  }

  /** To which step it goes back, while what was done since is being undone. */
  Optional<Json.Obj> rewinding() {
    return Optional.ofNullable(rewinding);
  }

  /** Whether something is being undone. */
  boolean undoing() {
    return compensating || rewinding != null;
  }

  /** With what an approve step was last sent back. */
  Optional<Json.Obj> revision(String key) {
    return Optional.ofNullable(revisions.get(key));
  }

  List<Run.GoneBack> goneBack() {
    return List.copyOf(goneBack);
  }

  /** What was done, in the order in which it was. */
  List<Done> done() {
    return List.copyOf(done);
  }

  boolean compensating() {
    return compensating;
  }

  Json.Obj cause() {
    return cause;
  }

  Optional<Json.Obj> ended() {
    return Optional.ofNullable(ended);
  }

  /** Whether nobody looks at it before its timer is due, or somebody says so. */
  boolean idle() {
    return parked || ended != null;
  }

  boolean parked() {
    return parked;
  }

  boolean paused() {
    return paused;
  }

  Optional<Json.Obj> cancel() {
    return Optional.ofNullable(cancel);
  }
}
