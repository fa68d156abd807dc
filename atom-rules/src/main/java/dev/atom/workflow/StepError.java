package dev.atom.workflow;

import dev.atom.AtomException;
import dev.atom.json.Json;
import java.util.Objects;

/**
 * Why a step has failed.
 *
 * @param code for programs, such as {@code "timed_out"}: the code of an {@link AtomException}, or
 *     {@code "failed"}
 * @param message for people, without secrets: the message of an {@link AtomException}, of others the
 *     type and place alone
 */
public record StepError(String code, String message) {
  static final StepError NONE = new StepError("failed", "");
  private static final int LONGEST = 1_000;

  /** Refuses null, and shortens a message of more than 1000 characters. */
  public StepError {
    Objects.requireNonNull(code, "code");
    if (message.length() > LONGEST) {
      message = message.substring(0, LONGEST);
    }
  }

  static StepError of(Throwable error) {
    if (error instanceof AtomException known) {
      return new StepError(known.code(), String.valueOf(known.getMessage()));
    }
    StackTraceElement[] trace = error.getStackTrace();
    String place = trace.length == 0 ? "" : " at " + trace[0];
    return new StepError("failed", error.getClass().getName() + place);
  }

  static StepError of(Json json) {
    return json instanceof Json.Obj object
        ? new StepError(object.text("code").orElse("failed"), object.text("message").orElse(""))
        : NONE;
  }

  Json.Obj toJson() {
    return Json.object().put("code", code).put("message", message).build();
  }

  @Override
  public String toString() {
    return code + (message.isEmpty() ? "" : ": " + message);
  }
}
