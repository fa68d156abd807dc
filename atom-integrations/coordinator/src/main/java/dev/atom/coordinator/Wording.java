package dev.atom.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Findings in plain sentences. */
final class Wording {
  private static final int MOST_NAMED = 5;

  private final DateTimeFormatter times;

  Wording(ZoneId zone) {
    times = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH).withZone(zone);
  }

  String sentence(TaskRef task, Cause cause) {
    return switch (cause) {
      case Cause.Overdue c ->
          task.inWords() + " was due on " + time(c.due()) + "; " + since(c.late()) + ".";
      case Cause.ShortOfTime c ->
          "%s needs %s more, but only %s of working time are left until it is due on %s: it will be %s late."
              .formatted(
                  task.inWords(),
                  hours(c.remaining()),
                  hours(c.available()),
                  time(c.due()),
                  hours(c.late()));
      case Cause.LateThroughBlockers c ->
          "%s waits for %s: it can't be finished before %s, %s%s of working time after it is due on %s."
              .formatted(
                  task.inWords(),
                  chain(c.finish().path().subList(0, c.finish().path().size() - 1)),
                  time(c.finish().earliest()),
                  c.finish().exact() ? "" : "at least ",
                  hours(c.late()),
                  time(c.due()));
      case Cause.Silent c ->
          "%s was last updated on %s, %d working days ago; up to %d are fine."
              .formatted(task.inWords(), time(c.updated()), c.days(), c.allowed());
      case Cause.Circle c -> circle(c.tasks());
    };
  }

  private static String since(Duration late) {
    return late.isZero()
        ? "no working time has passed since"
        : hours(late) + " of working time have passed since";
  }

  private static String chain(List<String> path) {
    if (path.size() <= MOST_NAMED) {
      return String.join(", then ", path);
    }
    return "%s, then %d more, then %s".formatted(path.getFirst(), path.size() - 2, path.getLast());
  }

  private static String circle(List<String> tasks) {
    return tasks.size() == 1
        ? tasks.getFirst() + " waits for itself: it can never be begun."
        : String.join(" waits for ", tasks)
            + " waits for "
            + tasks.getFirst()
            + ": none of them can ever be begun.";
  }

  String time(Instant at) {
    return times.format(at);
  }

  static String hours(Duration time) {
    long minutes = time.toMinutes();
    if (minutes == 0) {
      return time.isZero() ? "0 min" : "under 1 min";
    }
    String rest = minutes % 60 == 0 ? "" : minutes % 60 + " min";
    return minutes < 60 ? rest : (minutes / 60 + " h " + rest).strip();
  }
}
