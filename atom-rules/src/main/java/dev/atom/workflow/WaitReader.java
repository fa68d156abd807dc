package dev.atom.workflow;

import dev.atom.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Reads until when is waited. */
final class WaitReader {
  private WaitReader() {}

  static WaitTime read(Form form, String member) {
    Form wait = new Form(form.object(member), form.at(member), form.problems());
    if (wait.has("until")) {
      wait.onlyKnows(List.of("until"));
      Json until = wait.value("until");
      if (!Values.refers(until) && instant(until).isEmpty()) {
        form.problems()
            .add(
                wait.at("until"),
                "must be an instant with its offset, such as 2026-11-21T09:00:00Z");
      }
      return new WaitTime.Until(until);
    }
    if (wait.has("working")) {
      wait.onlyKnows(List.of("working", "calendar"));
      wait.checkDuration("working", wait.value("working"));
      return new WaitTime.Working(wait.value("working"), wait.text("calendar"));
    }
    wait.onlyKnows(List.of("for"));
    if (!wait.has("for")) {
      form.problems().add(form.at(member), "has one of for, until, working");
      return new WaitTime.For(Json.NULL);
    }
    wait.checkDuration("for", wait.value("for"));
    return new WaitTime.For(wait.value("for"));
  }

  static Optional<Instant> instant(Json value) {
    if (!(value instanceof Json.Str text) || text.value().length() > 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.value()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
