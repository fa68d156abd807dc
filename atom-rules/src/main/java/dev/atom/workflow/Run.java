package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.workflow.StepRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How a run stood when it was looked at. Immutable and thread-safe.
 *
 * @param id which run it is
 * @param workflow the workflow's name
 * @param version the version that it runs by
 * @param inputs what it was started with
 * @param startedAt when it was started
 * @param changedAt when something last happened
 * @param state where it stands
 * @param steps what is known of each step, in the order in which they were begun
 * @param goneBack when it went back to an earlier step, the first first
 */
public record Run(
    RunId id,
    String workflow,
    int version,
    Json.Obj inputs,
    Instant startedAt,
    Instant changedAt,
    State state,
    List<StepOutcome> steps,
    List<GoneBack> goneBack) {
  /** Copies the lists. */
  public Run {
    Objects.requireNonNull(id, "id");
    steps = List.copyOf(steps);
    goneBack = List.copyOf(goneBack);
  }

  /** Where a run stands. */
  public sealed interface State {}

  /** A host advances it, or will at once. */
  public record Running() implements State {}

  /**
   * It waits for a time, a signal, a retry or another run.
   *
   * @param steps the steps that wait
   */
  public record Waiting(List<String> steps) implements State {}

  /** It begins nothing until it is resumed. */
  public record Paused() implements State {}

  /**
   * Nobody knows whether a step has happened: see {@link Workflows#decide}.
   *
   * @param steps the steps
   */
  public record Undecided(List<String> steps) implements State {}

  /** What it has done is being undone. */
  public record Compensating() implements State {}

  /**
   * Something could not be undone: a person must see to it, and {@link Workflows#retry} it.
   *
   * @param step the compensation
   * @param error why
   */
  public record CompensationFailed(String step, StepError error) implements State {}

  /**
   * It has reached its end.
   *
   * @param result what a return step gave; JSON null without one
   */
  public record Completed(Json result) implements State {}

  /**
   * A step has failed for good.
   *
   * @param step the step; empty if the run itself did, such as by too large a result
   * @param error why
   * @param compensated whether what was done is undone
   */
  public record Failed(String step, StepError error, boolean compensated) implements State {}

  /**
   * Somebody wanted it to end.
   *
   * @param compensated whether what was done is undone
   */
  public record Cancelled(boolean compensated) implements State {}

  /** It had reached its end, and the run that started it has had it undone. */
  public record Undone() implements State {}

  /**
   * What is known of a step in one iteration.
   *
   * @param step the step's id and iteration, such as {@code charge[2]}; a compensation's begins with
   *     {@code undo:}
   * @param outcome how it stands: {@code started}, {@code done}, {@code retrying}, {@code failed},
   *     {@code unknown}, {@code decided}, {@code waiting}, {@code again}
   * @param attempts how often a call failed or was begun
   * @param result its result, if it is done; a large one on a host without blobs is {@code {"blob":
   *     ...}}
   * @param error why it last failed, if it did
   * @param since when it was first heard of
   * @param at when something last happened to it
   */
  public record StepOutcome(
      String step,
      String outcome,
      int attempts,
      Optional<Json> result,
      Optional<StepError> error,
      Instant since,
      Instant at) {}

  /**
   * That it went back to an earlier step: somebody had it retried from there, or a reviewer asked for
   * another proposal.
   *
   * @param to the step's id and iteration
   * @param actor who wanted it
   * @param reason why
   * @param stays what could not be undone, and happened once more
   * @param at when
   */
  public record GoneBack(String to, String actor, String reason, List<String> stays, Instant at) {
    /** Copies the steps. */
    public GoneBack {
      Objects.requireNonNull(to, "to");
      stays = List.copyOf(stays);
    }
  }

  static Run of(Host host, RunId id, RunFold fold) {
    List<StepOutcome> steps = fold.steps().stream().map(step -> outcome(host, id, step)).toList();
    return new Run(
        id,
        fold.workflow(),
        fold.version(),
        fold.inputs(),
        fold.startedAt(),
        fold.lastAt(),
        state(host, id, fold),
        steps,
        fold.goneBack());
  }

  private static StepOutcome outcome(Host host, RunId id, StepRecord step) {
    Optional<Json> result =
        step.is(Status.DONE)
            ? Optional.of(Results.shown(host, id.subject(), step.data()))
            : Optional.empty();
    Optional<StepError> error = step.data().get("error").map(StepError::of);
    return new StepOutcome(
        step.key(),
        step.status().name().toLowerCase(Locale.ROOT),
        step.attempts(),
        result,
        error,
        step.since(),
        step.at());
  }

  private static State state(Host host, RunId id, RunFold fold) {
    if (fold.ended().isPresent()) {
      return ended(host, id, fold.ended().get());
    }
    if (fold.paused()) {
      return new Paused();
    }
    List<String> unknown = keys(fold, Status.UNKNOWN);
    if (!unknown.isEmpty()) {
      return new Undecided(unknown);
    }
    if (fold.undoing()) {
      return fold.steps(Status.FAILED).stream()
          .filter(step -> step.key().startsWith(RunFold.UNDO))
          .findFirst()
          .<State>map(step -> new CompensationFailed(step.key(), step.error()))
          .orElseGet(Compensating::new);
    }
    if (!fold.parked()) {
      return new Running();
    }
    List<String> waiting = new java.util.ArrayList<>(keys(fold, Status.WAITING));
    waiting.addAll(keys(fold, Status.RETRYING));
    return new Waiting(List.copyOf(waiting));
  }

  private static List<String> keys(RunFold fold, Status status) {
    return fold.steps(status).stream().map(StepRecord::key).toList();
  }

  private static State ended(Host host, RunId id, Json.Obj ended) {
    boolean compensated = ended.get("compensated").equals(Optional.of(Json.of(true)));
    return switch (ended.text("state").orElse("")) {
      case "completed" -> new Completed(Results.shown(host, id.subject(), ended));
      case "cancelled" -> new Cancelled(compensated);
      case "compensated" -> new Undone();
      default ->
          new Failed(
              ended.text("step").orElse(""),
              ended.get("error").map(StepError::of).orElse(StepError.NONE),
              compensated);
    };
  }

  /**
   * Returns what has happened, a line for each step.
   *
   * @return text for people; holds results, so it is as confidential as they are
   */
  public String history() {
    StringBuilder text = new StringBuilder();
    text.append(workflow).append(" version ").append(version);
    text.append(", started ").append(startedAt).append(": ").append(word(state)).append('\n');
    for (GoneBack back : goneBack) {
      text.append("  back to ").append(back.to()).append(" by ").append(back.actor());
      text.append(" at ").append(back.at()).append(": ").append(back.reason());
      text.append(back.stays().isEmpty() ? "" : "; not undone: " + String.join(", ", back.stays()));
      text.append('\n');
    }
    for (StepOutcome step : steps) {
      text.append("  ").append(step.step()).append(": ").append(step.outcome());
      text.append(step.attempts() > 1 ? " after " + step.attempts() + " attempts" : "");
      Duration took = Duration.between(step.since(), step.at());
      text.append(took.isZero() ? "" : " in " + took);
      step.result().ifPresent(result -> text.append(", ").append(result));
      step.error().ifPresent(error -> text.append(", ").append(error));
      text.append('\n');
    }
    return text.toString();
  }

  private static String word(State state) {
    return switch (state) {
      case Running s -> "running";
      case Waiting s -> "waiting for " + String.join(", ", s.steps());
      case Paused s -> "paused";
      case Undecided s -> "somebody must decide about " + String.join(", ", s.steps());
      case Compensating s -> "undoing what was done";
      case CompensationFailed s -> "could not undo " + s.step() + ": " + s.error();
      case Completed s -> "completed";
      case Failed s -> "failed at " + s.step() + ": " + s.error() + undone(s.compensated());
      case Cancelled s -> "cancelled" + undone(s.compensated());
      case Undone s -> "undone";
    };
  }

  private static String undone(boolean compensated) {
    return compensated ? ", and undone" : "";
  }

  /**
   * Returns this run as JSON.
   *
   * @return an object with {@code run}, {@code workflow}, {@code version}, {@code state} and {@code
   *     steps}
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("run", id.id())
        .put("workflow", workflow)
        .put("version", version)
        .put("startedAt", startedAt.toString())
        .put("changedAt", changedAt.toString())
        .put("state", state.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .put("steps", steps.stream().map(Run::json).toList())
        .build();
  }

  private static Json.Obj json(StepOutcome step) {
    var json =
        Json.object()
            .put("step", step.step())
            .put("outcome", step.outcome())
            .put("attempts", step.attempts())
            .put("since", step.since().toString())
            .put("at", step.at().toString());
    step.result().ifPresent(result -> json.put("result", result));
    step.error().ifPresent(error -> json.put("error", error.toJson()));
    return json.build();
  }
}
