package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.time.InvalidSchedule;
import dev.atom.time.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What makes a rule be looked at. A rule without triggers is looked at on every event; one with
 * several, when any of them is so. Triggers look at the kind of the event ({@link
 * Facts.Builder#event}) and at what the event changed, and are conditions like others: traces name
 * them by their place, such as {@code /on/0}. Immutable and thread-safe.
 */
public sealed interface Trigger {
  /** The kind of an event that is a new message of a conversation. */
  String MESSAGE = "message";

  /**
   * An event of a kind, such as {@link #MESSAGE} or one of the host's: {@code {"event": "paid"}}.
   *
   * @param kind the kind, not blank
   */
  record OnEvent(String kind) implements Trigger {
    /** Refuses a blank kind. */
    public OnEvent {
      Triggers.named("an event's kind", kind);
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("event", kind).build();
    }

    @Override
    public Condition condition(String rule) {
      return Triggers.event(kind);
    }
  }

  /**
   * An event that changed one of the fields, of whatever kind: {@code {"changed": ["tier"]}}.
   *
   * @param fields paths, at least one; copied
   */
  record OnChange(List<String> fields) implements Trigger {
    /** Copies the fields; refuses none. */
    public OnChange {
      fields = List.copyOf(fields);
      if (fields.isEmpty()) {
        throw new IllegalArgumentException("a trigger on changes names at least one field");
      }
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("changed", fields.stream().map(Json::of).toList()).build();
    }

    @Override
    public Condition condition(String rule) {
      List<Condition> changed = new ArrayList<>();
      fields.forEach(field -> changed.add(Condition.field(field).changed()));
      return Triggers.any(changed);
    }
  }

  /**
   * An event that moved a status: {@code {"status": "state", "from": "open", "to": "closed"}}.
   *
   * @param field the path of the status
   * @param from the status before; empty for any
   * @param to the status now; empty for any
   */
  record OnStatus(String field, Optional<String> from, Optional<String> to) implements Trigger {
    /** Refuses null. */
    public OnStatus {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("status", field).put("from", from).put("to", to).build();
    }

    @Override
    public Condition condition(String rule) {
      FieldOperators status = Condition.field(field);
      List<Condition> moved = new ArrayList<>();
      from.ifPresent(before -> moved.add(status.changedFrom(before)));
      to.ifPresent(now -> moved.add(status.changedTo(now)));
      if (moved.isEmpty()) {
        moved.add(status.changed());
      }
      return Triggers.all(moved);
    }
  }

  /**
   * A schedule: {@code {"schedule": "CRON_TZ=Europe/Berlin 0 9 * * MON-FRI"}}. The host keeps time:
   * {@link RuleSet#schedules} says which schedules there are, and at each time of one the rules are
   * evaluated on an event of the kind {@link #kind}.
   *
   * @param schedule when
   */
  record OnSchedule(Schedule schedule) implements Trigger {
    /** Refuses null. */
    public OnSchedule {
      Objects.requireNonNull(schedule, "schedule");
    }

    /**
     * Returns the kind of the events that this schedule makes.
     *
     * @return {@code schedule:} and the schedule's text, the same for all rules of this schedule
     */
    public String kind() {
      return "schedule:" + schedule;
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("schedule", schedule.toString()).build();
    }

    @Override
    public Condition condition(String rule) {
      return Triggers.event(kind());
    }
  }

  /**
   * A time that a record's own field sets: {@code {"due": "dueOn", "shift": "-PT2H"}}. {@link
   * RuleSet#due} says when, for a record, and at that time the host evaluates an event of the kind
   * {@link #kind}; nothing has to be scanned.
   *
   * @param field the path of an instant or, with a zone in the facts, of a day
   * @param shift how long after the field's time, as an ISO 8601 duration; before it with a minus;
   *     {@code PT0S} for at that time
   */
  record OnDue(String field, String shift) implements Trigger {
    /** Refuses a shift that is no duration. */
    public OnDue {
      Objects.requireNonNull(field, "field");
      if (Shift.parse(shift).isEmpty()) {
        throw new IllegalArgumentException(
            "\"" + shift + "\" is no ISO 8601 duration such as -PT2H or P1D");
      }
    }

    /**
     * Returns the kind of the events that this trigger makes for a rule.
     *
     * @param rule the rule's id
     * @return {@code due:} and the id
     */
    public static String kind(String rule) {
      return "due:" + rule;
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("due", field).put("shift", shift).build();
    }

    @Override
    public Condition condition(String rule) {
      return Triggers.event(kind(rule));
    }
  }

  /**
   * A call from outside: {@code {"webhook": "stripe"}}.
   *
   * @param name which webhook, not blank
   */
  record OnWebhook(String name) implements Trigger {
    /** Refuses a blank name. */
    public OnWebhook {
      Triggers.named("a webhook", name);
    }

    /**
     * Returns the kind of the events that a webhook makes.
     *
     * @param name which webhook
     * @return {@code webhook:} and the name
     */
    public static String kind(String name) {
      return "webhook:" + name;
    }

    @Override
    public Json.Obj toJson() {
      return Json.object().put("webhook", name).build();
    }

    @Override
    public Condition condition(String rule) {
      return Triggers.event(kind(name));
    }
  }

  /**
   * Returns a trigger on new messages.
   *
   * @return the trigger
   */
  static Trigger message() {
    return new OnEvent(MESSAGE);
  }

  /**
   * Returns a trigger on events of a kind.
   *
   * @param kind the kind
   * @return the trigger
   */
  static Trigger event(String kind) {
    return new OnEvent(kind);
  }

  /**
   * Returns a trigger on changes of fields.
   *
   * @param fields their paths, at least one
   * @return the trigger
   */
  static Trigger changed(String... fields) {
    return new OnChange(List.of(fields));
  }

  /**
   * Returns a trigger on a status that comes to be.
   *
   * @param field the path of the status
   * @param to the status now
   * @return the trigger
   */
  static Trigger status(String field, String to) {
    return new OnStatus(field, Optional.empty(), Optional.of(to));
  }

  /**
   * Returns a trigger on the times of a schedule.
   *
   * @param schedule its text, as {@link Schedule#parse} reads it
   * @return the trigger
   * @throws InvalidSchedule if it is none
   */
  static Trigger schedule(String schedule) {
    return new OnSchedule(Schedule.parse(schedule));
  }

  /**
   * Returns a trigger on a time that a field sets.
   *
   * @param field the path of a day or instant
   * @param shift how long after it, as an ISO 8601 duration; before it with a minus
   * @return the trigger
   */
  static Trigger due(String field, String shift) {
    return new OnDue(field, shift);
  }

  /**
   * Returns a trigger on a webhook.
   *
   * @param name which webhook
   * @return the trigger
   */
  static Trigger webhook(String name) {
    return new OnWebhook(name);
  }

  /**
   * Returns the trigger as it stands in a rule document.
   *
   * @return an object
   */
  Json.Obj toJson();

  /**
   * Returns the condition that the trigger is.
   *
   * @param rule the id of the rule that has the trigger
   * @return the condition, on {@code @event} or on changed fields
   */
  Condition condition(String rule);
}
