package dev.atom.coordinator;

import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.util.List;

/**
 * The schema of a task. A field that is not filled is unknown, never zero: nothing is concluded from
 * it. The document's id is the task's id. Immutable and thread-safe.
 */
public final class TaskSchema {
  /** The schema's id. */
  public static final String ID = "task";

  /** What the task is called: a text. */
  public static final String TITLE = "title";

  /**
   * How far it is: {@code open}, {@code in_progress}, {@code waiting}, {@code done} or {@code
   * cancelled}. The last two are closed.
   */
  public static final String STATUS = "status";

  /** Who answers for it: a text of the host's choice, such as a person's id. */
  public static final String OWNER = "owner";

  /** Until when it is to be done: an instant. */
  public static final String DUE = "due";

  /** How much working time the whole task takes, in hours. Counts while the task is open. */
  public static final String ESTIMATE_HOURS = "estimate_hours";

  /** How much working time it still takes, in hours. Goes before the estimate. */
  public static final String REMAINING_HOURS = "remaining_hours";

  /** The ids of tasks that must be closed before work on it can begin, with commas between. */
  public static final String BLOCKED_BY = "blocked_by";

  /** When somebody last said anything about it: an instant. */
  public static final String UPDATED = "updated";

  /** The schema, version 1. */
  public static final Schema SCHEMA =
      new Schema(
          ID,
          1,
          List.of(
              field(TITLE, FieldType.TEXT, "What the task is called").build(),
              field(STATUS, FieldType.CHOICE, "How far it is")
                  .choices(List.of("open", "in_progress", "waiting", "done", "cancelled"))
                  .synonym("to do", "open")
                  .synonym("in progress", "in_progress")
                  .synonym("blocked", "waiting")
                  .synonym("closed", "done")
                  .synonym("canceled", "cancelled")
                  .build(),
              field(OWNER, FieldType.TEXT, "Who answers for it").build(),
              field(DUE, FieldType.INSTANT, "Until when it is to be done").build(),
              field(ESTIMATE_HOURS, FieldType.DECIMAL, "Working hours the whole task takes")
                  .build(),
              field(REMAINING_HOURS, FieldType.DECIMAL, "Working hours it still takes").build(),
              field(BLOCKED_BY, FieldType.TEXT, "Ids of the tasks it waits for, commas between")
                  .pattern("[^\\s,]+(\\s*,\\s*[^\\s,]+)*")
                  .build(),
              field(UPDATED, FieldType.INSTANT, "When somebody last said anything about it")
                  .build()));

  private TaskSchema() {}

  private static Field.Builder field(String name, FieldType type, String description) {
    return Field.newBuilder(name, type).description(description);
  }
}
